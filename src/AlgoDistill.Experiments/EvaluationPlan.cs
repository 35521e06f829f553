using AlgoDistill.Data;

namespace AlgoDistill.Experiments;

/// <summary>Which held-out tasks an algorithm is to learn. Source algorithms and distilled models are evaluated by the same call.</summary>
public sealed record EvaluationPlan
{
    // Streams in lock step: enough for matrix products to be efficient, few enough for a cache of moderate size
    const int LockStep = 256;

    /// <summary>The family of tasks.</summary>
    public required ITaskDistribution Tasks { get; init; }

    /// <summary>What learns them.</summary>
    public required IAlgorithm Algorithm { get; init; }

    /// <summary>The set of tasks: test or shifted; train to see how well the training tasks are imitated.</summary>
    public string Split { get; init => field = Require.OneOf(value, TaskSplit.Names); } = "test";

    /// <summary>Seed of the division into train and test tasks: that of the training store.</summary>
    public ulong SplitSeed { get; init; }

    /// <summary>Streams: one a task, the tasks counted round and round.</summary>
    public int Streams { get; init => field = Require.InRange(value, 1, 1_000_000); } = 200; // five are too few to judge by

    /// <summary>Episodes that each stream lasts, of the family's horizon.</summary>
    public int Episodes { get; init => field = Require.InRange(value, 1, 1_000_000); } = 1;

    /// <summary>Seed of the environments and of the algorithm's own chance.</summary>
    public ulong Seed { get; init; } = 1_000; // not the seed that histories are usually generated with

    /// <summary>The plan of the store that holds the result.</summary>
    public GenerationPlan ToGenerationPlan() => new()
    {
        Tasks = Tasks,
        Algorithm = Algorithm,
        Split = Split,
        SplitSeed = SplitSeed,
        Seed = Seed,
        Histories = Streams,
        Steps = checked(Episodes * Tasks.Horizon),
        Streams = Algorithm.StreamsShareLearner ? 1 : Math.Min(Streams, LockStep),
    };
}
