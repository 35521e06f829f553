namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>The catalogue of grid worlds.</summary>
public static class GridWorldTasks
{
    /// <summary>One of each family, with its defaults.</summary>
    public static IReadOnlyList<ITaskDistribution> All { get; } =
    [
        new DarkRoom(),
        new DarkRoomHard(),
        new KeyToDoor(),
        new DarkRoomAdEps(),
        new DarkRoomHardAdEps(),
        new KeyToDoorAdEps(),
        new DarkRoomDicp(),
        new DarkRoomPermutedDicp(),
        new KeyToDoorDicp(),
        new DarkRoomDpt(),
        new FrozenLake(),
        new CliffWalking(),
        new TMaze(),
    ];
}
