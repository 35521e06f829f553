using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public static partial class Claims
{
    /// <summary>
    /// Every tabular learner learns every grid world by its defaults, but for Monte-Carlo control where actions are permuted: a random
    /// walk earns something in one episode of 200 there, and whole returns forget it before the next.
    /// </summary>
    static IEnumerable<Claim> Tabular =>
        from learner in SourceAlgorithms.Tabular
        from tasks in GridWorldTasks.All
        where (learner, tasks) is not (MonteCarloControl, DarkRoomPermutedDicp)
        select tasks is DarkRoomPermutedDicp ? new Claim((TabularLearner)learner with { EpsilonSteps = 40_000 }, tasks, 80_000) : new Claim(learner, tasks, 10_000);
}
