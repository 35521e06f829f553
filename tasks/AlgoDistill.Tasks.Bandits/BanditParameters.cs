using System.Collections.Immutable;

namespace AlgoDistill.Tasks.Bandits;

/// <summary>The parameters that make a task of a bandit family.</summary>
static class BanditParameters
{
    // Keys by which the sets of a split are drawn.
    const ulong TrainKey = 1, TestKey = 2, ShiftedKey = 3;

    /// <summary>Endless streams of tasks with nothing in common.</summary>
    public static TaskSplit Split(ulong seed, Func<Rng, ImmutableArray<double>> draw, Func<Rng, ImmutableArray<double>>? drawShifted = null)
    {
        var rng = new Rng(seed);
        return new TaskSplit(
            TaskSet.Stream(rng.Split(TrainKey), draw),
            TaskSet.Stream(rng.Split(TestKey), draw),
            drawShifted is null ? null : TaskSet.Stream(rng.Split(ShiftedKey), drawShifted));
    }

    /// <summary>The parameters of <paramref name="task"/>, when they are <paramref name="count"/> numbers in [<paramref name="low"/>, <paramref name="high"/>].</summary>
    /// <exception cref="ArgumentException">They are not; the message says what they must be.</exception>
    public static ImmutableArray<double> Require(ITaskDistribution tasks, TaskInstance task, int count, string what, double low = -1e6, double high = 1e6)
    {
        if (task.Parameters.Length == count && task.Parameters.All(value => value >= low && value <= high)) return task.Parameters;
        throw new ArgumentException($"the parameters of a {tasks.Id} task are {count} {what}; got {task}", nameof(task));
    }

    /// <summary>Exact references of a bandit whose arms pay <paramref name="means"/> on average in every trial.</summary>
    public static References References(int horizon, IReadOnlyList<double> means) =>
        new(horizon * means.Max(), horizon * means.Average(), "horizon × best mean; horizon × mean of means");

    /// <summary>Draws <paramref name="count"/> numbers from N(0, <paramref name="deviation"/>²).</summary>
    public static ImmutableArray<double> Gaussians(Rng rng, int count, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => deviation * rng.NextGaussian())];
}
