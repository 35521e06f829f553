using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public static partial class Claims
{
    static IEnumerable<Claim> Tabular =>
    [
        new(new QLearning(), new DarkRoom(), 10_000),
    ];
}
