namespace AlgoDistill.Tasks.Bandits;

/// <summary>The catalogue of bandits.</summary>
public static class BanditTasks
{
    /// <summary>One of each family, with its defaults.</summary>
    public static IReadOnlyList<ITaskDistribution> All { get; } = [new BernoulliBandit(), new GaussianBandit(), new LinearBandit(), new ContextualBandit()];
}
