namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>The catalogue of grid worlds.</summary>
public static class GridWorldTasks
{
    /// <summary>One of each family, with its defaults.</summary>
    public static IReadOnlyList<ITaskDistribution> All { get; } = [new DarkRoom()];
}
