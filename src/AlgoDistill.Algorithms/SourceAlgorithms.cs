namespace AlgoDistill.Algorithms;

/// <summary>The catalogue of algorithms whose learning histories can be distilled.</summary>
public static class SourceAlgorithms
{
    /// <summary>Learners of bandits.</summary>
    public static IReadOnlyList<IAlgorithm> Bandit { get; } =
    [
        new Ucb1(),
        new ThompsonSampling(),
        new EpsilonGreedy(),
        new Exp3(),
        new GradientBandit(),
        new LinUcb(),
    ];

    /// <summary>Learners that keep a table.</summary>
    public static IReadOnlyList<IAlgorithm> Tabular { get; } =
    [
        new QLearning(),
        new Sarsa(),
        new ExpectedSarsa(),
        new QLambda(),
        new MonteCarloControl(),
    ];

    /// <summary>Learners that train a neural network.</summary>
    public static IReadOnlyList<IAlgorithm> Neural { get; } =
    [
        new Reinforce(),
        new A2c(),
        new Ppo(),
        new Dqn(),
        new Sac(),
    ];

    /// <summary>What does not learn, or only seems to.</summary>
    public static IReadOnlyList<IAlgorithm> Synthetic { get; } =
    [
        new UniformRandom(),
        new Expert(),
        new NoiseCurriculum(),
        new Mixture(),
        new ValueIteration(),
    ];

    /// <summary>One of each, with its defaults.</summary>
    public static IReadOnlyList<IAlgorithm> All { get; } = [.. Synthetic, .. Bandit, .. Tabular, .. Neural];
}
