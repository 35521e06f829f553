using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public static partial class Claims
{
    /// <summary>Every tabular learner learns every grid world by its defaults.</summary>
    static IEnumerable<Claim> Tabular =>
        from learner in SourceAlgorithms.Tabular
        from tasks in GridWorldTasks.All
        // Permuted actions: the goal is 16 steps away, and a random walk gets there once in 200 episodes
        select new Claim(learner, tasks, tasks is DarkRoomPermutedDicp ? 40_000 : 10_000);
}
