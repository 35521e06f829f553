using AlgoDistill.Data;

namespace AlgoDistill.Experiments;

/// <summary>A model of an experiment and how it is trained.</summary>
/// <param name="Name">Name of its folder, and of the model in the report.</param>
/// <param name="Family">Identifier of the model family.</param>
/// <param name="Plan">How it is trained.</param>
/// <param name="Options">The model's record of options.</param>
public sealed record ExperimentModel(string Name, string Family, TrainPlan Plan, object Options);

/// <summary>An experiment as data: histories are generated, models trained on them, and models and baselines evaluated on held-out tasks.</summary>
public sealed record Experiment
{
    /// <summary>Short name; the default folder is <c>runs/</c> and this.</summary>
    public required string Name { get; init; }

    /// <summary>Title of the report.</summary>
    public required string Title { get; init; }

    /// <summary>What it is about, in a few sentences.</summary>
    public required string Introduction { get; init; }

    /// <summary>The learning histories to distil.</summary>
    public required GenerationPlan Histories { get; init; }

    /// <summary>The models; without any, and without baselines, the experiment is about how the source learns.</summary>
    public IReadOnlyList<ExperimentModel> Models { get; init; } = [];

    /// <summary>Algorithms that are evaluated beside the models.</summary>
    public IReadOnlyList<IAlgorithm> Baselines { get; init; } = [];

    /// <summary>Sets of held-out tasks.</summary>
    public IReadOnlyList<string> Splits { get; init; } = ["test"];

    /// <summary>Streams of each evaluation, one a task.</summary>
    public int Streams { get; init => field = Require.InRange(value, 1, 1_000_000); } = 512; // 95% intervals of a bandit's mean reward are ±0.01 wide

    /// <summary>Episodes of each stream.</summary>
    public int Episodes { get; init => field = Require.InRange(value, 1, 1_000_000); } = 1;

    /// <summary>Trials or episodes that count as the first; a tenth when not given.</summary>
    public int? First { get; init; }

    /// <summary>Trials or episodes that count as the last; a fifth when not given.</summary>
    public int? Last { get; init; }
}
