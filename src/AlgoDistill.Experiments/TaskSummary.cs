namespace AlgoDistill.Experiments;

/// <summary>What a family of tasks is, in one row.</summary>
/// <param name="Id">Versioned identifier.</param>
/// <param name="Observations">What an observation is.</param>
/// <param name="Actions">What an action is.</param>
/// <param name="Horizon">Most steps of an episode.</param>
/// <param name="TrainTasks">Tasks to train on; nothing for an endless stream.</param>
/// <param name="TestTasks">Tasks held out; nothing for an endless stream.</param>
/// <param name="OptimalReturn">Mean over the family of the best policy's expected return; nothing where there is an obstacle.</param>
/// <param name="RandomReturn">Mean over the family of the uniform-random policy's expected return; nothing where there is an obstacle.</param>
/// <param name="Method">How both were computed for the family's first task; where it says "bound", no policy earns more than the best return.</param>
/// <param name="Obstacle">Why this machine cannot run the tasks, and what to do; nothing where it can.</param>
public sealed record TaskSummary(
    string Id, Space Observations, Space Actions, int Horizon, int? TrainTasks, int? TestTasks, double? OptimalReturn, double? RandomReturn, string? Method, string? Obstacle)
{
    // An endless family is averaged over its first tasks: three digits are right for rewards in [0, 1]
    const int TasksOfEndless = 10_000;

    // Simulated references take a thousand times as long
    const int TasksOfSimulated = 50;

    /// <summary>The row of <paramref name="tasks"/>.</summary>
    public static TaskSummary Of(ITaskDistribution tasks)
    {
        var split = tasks.Split(0);
        var row = new TaskSummary(tasks.Id, tasks.Observations, tasks.Actions, tasks.Horizon, split.Train.Count, split.Test.Count, null, null, null, tasks.Obstacle);
        if (row.Obstacle is not null) return row;
        var first = tasks.References(split.Train[0]);
        var all = split.Train.Count is not null ? First(split.Train).Concat(First(split.Test))
            : First(split.Train, first.RandomError is not null ? TasksOfSimulated : TasksOfEndless);
        var references = all.AsParallel().AsOrdered().Select(tasks.References).ToArray();
        return row with { OptimalReturn = references.Average(reference => reference.Optimal), RandomReturn = references.Average(reference => reference.Random), Method = first.Method };
    }

    static IEnumerable<TaskInstance> First(TaskSet set, int most = int.MaxValue) =>
        Enumerable.Range(0, Math.Min(set.Count ?? most, most)).Select(index => set[index]);
}
