namespace AlgoDistill.Reports;

/// <summary>What an algorithm is in a comparison.</summary>
public enum AlgorithmRole
{
    /// <summary>The algorithm whose histories were distilled.</summary>
    Source,

    /// <summary>A model distilled from whole learning histories.</summary>
    Distilled,

    /// <summary>A model distilled from the ends of the histories alone: it has seen skill, but no learning.</summary>
    ExpertDistilled,

    /// <summary>Uniformly random actions.</summary>
    Random,
}

/// <summary>The histories of one algorithm on the tasks of one evaluation set.</summary>
/// <param name="Label">What the reader shall call it, unique in its set; the same label in two sets is the same algorithm.</param>
/// <param name="Role">What it is in the comparison.</param>
/// <param name="Histories">One a stream, at least one.</param>
public sealed record AlgorithmRun(string Label, AlgorithmRole Role, IReadOnlyList<LearningHistory> Histories);

/// <summary>Tasks of one kind, and how each algorithm learned them.</summary>
/// <param name="Name">Such as <c>in distribution</c> or <c>shifted</c>.</param>
/// <param name="Runs">The algorithms, in the order in which they are to be listed.</param>
public sealed record EvaluationSet(string Name, IReadOnlyList<AlgorithmRun> Runs);
