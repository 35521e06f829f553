namespace AlgoDistill.Algorithms;

/// <summary>The catalogue of algorithms whose learning histories can be distilled.</summary>
public static class SourceAlgorithms
{
    /// <summary>One of each, with its defaults.</summary>
    public static IReadOnlyList<IAlgorithm> All { get; } = [new UniformRandom(), new Ucb1(), new QLearning()];
}
