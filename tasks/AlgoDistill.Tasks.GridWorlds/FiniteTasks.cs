using System.Collections.Immutable;

namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>A family whose tasks are finite processes, each written down as a <see cref="FiniteModel"/> from which all else follows.</summary>
public abstract record FiniteTasks : ITaskDistribution
{
    /// <inheritdoc/>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); }

    /// <summary>Share of the tasks that are trained on; the others are held out, at least one of each.</summary>
    public double TrainShare { get; init => field = Require.InRange(value, 0, 1); }

    /// <inheritdoc/>
    public abstract Space Observations { get; }

    /// <inheritdoc/>
    public abstract Space Actions { get; }

    /// <inheritdoc/>
    public abstract SpaceWords ObservationWords { get; }

    /// <inheritdoc/>
    public abstract SpaceWords ActionWords { get; }

    /// <inheritdoc/>
    public abstract TaskSplit Split(ulong seed);

    /// <inheritdoc cref="ITaskDistribution.Model"/>
    public abstract FiniteModel Model(TaskInstance task);

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng) => new FiniteEnvironment(Model(task), (Space.Discrete)Actions, Horizon, rng);

    /// <inheritdoc/>
    public References References(TaskInstance task) => Model(task).References(Horizon);

    /// <summary>Shuffles the family and cuts it by <see cref="TrainShare"/>.</summary>
    private protected TaskSplit Cut(IReadOnlyList<ImmutableArray<double>> family, ulong seed) => TaskSplit.Cut(family, TrainCount(family.Count), seed);

    /// <summary>The same for a family with one task that everyone knows: it is held out, as number 0.</summary>
    private protected TaskSplit Cut(TaskInstance classic, IEnumerable<ImmutableArray<double>> others, ulong seed)
    {
        var family = others.ToArray();
        var cut = TaskSplit.Cut(family, TrainCount(family.Length), seed);
        return cut with { Test = TaskSet.Of([classic.Parameters, .. Enumerable.Range(0, cut.Test.Count!.Value).Select(i => cut.Test[i].Parameters)]) };
    }

    int TrainCount(int tasks) => Math.Clamp((int)Math.Round(TrainShare * tasks), 1, tasks - 1);
}
