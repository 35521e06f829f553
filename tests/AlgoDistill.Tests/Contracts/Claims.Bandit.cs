using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public static partial class Claims
{
    static IEnumerable<Claim> Bandit =>
    [
        new(new Ucb1(), new BernoulliBandit(), 10_000),
    ];
}
