using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

/// <summary>Plays of control tasks that several tests need.</summary>
static class ControlRuns
{
    /// <summary>Returns of <paramref name="episodes"/> whole episodes of the family's expert.</summary>
    public static double[] Expert(ITaskDistribution tasks, TaskInstance task, int episodes) =>
        Interaction.Run(tasks, task, new Expert(), episodes * tasks.Horizon, new Rng(1)).EpisodeReturns()[..episodes];

    /// <summary>The first <paramref name="count"/> tasks of a set.</summary>
    public static IEnumerable<TaskInstance> First(TaskSet tasks, int count) => Enumerable.Range(0, count).Select(i => tasks[i]);
}
