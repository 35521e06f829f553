using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public static partial class Claims
{
    static IEnumerable<Claim> Synthetic =>
    [
        new(new NoiseCurriculum { NoiseSteps = 2_000 }, new BernoulliBandit(), 3_000),
        new(new Mixture { Sources = "noise-curriculum:NoiseSteps=2000|ucb1" }, new BernoulliBandit(), 3_000),
    ];
}
