namespace AlgoDistill.Data;

/// <summary>Which histories to generate. In one <see cref="ComputeEnvironment"/> equal plans give equal stores, byte by byte, whatever the number of workers.</summary>
/// <remarks>
/// History i learns task i of its set, counted round and round. An agent acts for <see cref="Streams"/> streams in lock step: if they
/// share a learner they are the actors of one run on one task, S histories in all; otherwise they are S learners, each on its own task.
/// </remarks>
public sealed record GenerationPlan
{
    /// <summary>The family of tasks.</summary>
    public required ITaskDistribution Tasks { get; init; }

    /// <summary>What learns them: a source algorithm, or a distilled model.</summary>
    public required IAlgorithm Algorithm { get; init; }

    /// <summary>Histories, at least 1; a multiple of <see cref="Streams"/> where these share a learner.</summary>
    public required int Histories { get; init => field = Require.InRange(value, 1, int.MaxValue); }

    /// <summary>Steps of each history.</summary>
    public required int Steps { get; init => field = Require.InRange(value, 1, 100_000_000); }

    /// <summary>Seed of the learners and environments: history i has the generator that splits off by key i.</summary>
    public ulong Seed { get; init; }

    /// <summary>The set of tasks: train, test or shifted.</summary>
    public string Split { get; init => field = Require.OneOf(value, TaskSplit.Names); } = "train"; // what is distilled must not have seen the others

    /// <summary>Seed of the division into train and test tasks.</summary>
    public ulong SplitSeed { get; init; }

    /// <summary>Streams that one agent acts for.</summary>
    public int Streams { get; init => field = Require.InRange(value, 1, 1_000_000); } = 1; // source algorithms gain nothing by more; a model does

    /// <summary>Rows after which a part is closed: what an interruption can cost.</summary>
    public int RowsPerPart { get; init => field = Require.InRange(value, 1, 100_000_000); } = 200_000; // a second or two of a tabular learner; two row groups

    /// <summary>The plan as a manifest keeps it.</summary>
    public StorePlan ToStored() => new()
    {
        Tasks = new Component { Id = Tasks.Id, Parameters = Settings.ToJson(Tasks) },
        Algorithm = new Component { Id = Algorithm.Id, Parameters = Settings.ToJson(Algorithm) },
        Split = Split,
        SplitSeed = SplitSeed,
        Seed = Seed,
        Histories = Histories,
        Steps = Steps,
        Streams = Streams,
        RowsPerPart = RowsPerPart,
    };

    /// <summary>The plan of a store, with the family and the algorithm from these catalogues.</summary>
    /// <param name="stored">The plan as the manifest keeps it.</param>
    /// <param name="tasks">Families to choose from; parameters come from the plan.</param>
    /// <param name="algorithms">Algorithms to choose from; parameters come from the plan.</param>
    /// <exception cref="ArgumentException">A catalogue lacks the identifier (the message lists what it has), or a parameter is unknown or out of range.</exception>
    public static GenerationPlan Restore(StorePlan stored, IReadOnlyList<ITaskDistribution> tasks, IReadOnlyList<IAlgorithm> algorithms) => new()
    {
        Tasks = Settings.FromJson(TaskWrappers.Find(tasks, stored.Tasks.Id), stored.Tasks.Parameters),
        Algorithm = Settings.FromJson(algorithms.FirstOrDefault(algorithm => algorithm.Id == stored.Algorithm.Id)
            ?? throw new ArgumentException($"unknown algorithm \"{stored.Algorithm.Id}\"; known are {string.Join(", ", algorithms.Select(algorithm => algorithm.Id))}"),
            stored.Algorithm.Parameters),
        Split = stored.Split,
        SplitSeed = stored.SplitSeed,
        Seed = stored.Seed,
        Histories = stored.Histories,
        Steps = stored.Steps,
        Streams = stored.Streams,
        RowsPerPart = stored.RowsPerPart,
    };
}
