namespace AlgoDistill.Tasks.Control;

/// <summary>The catalogue of control tasks.</summary>
public static class ControlTasks
{
    /// <summary>One of each family, with its defaults.</summary>
    public static IReadOnlyList<ITaskDistribution> All { get; } =
    [
        new CartPole(),
        new Acrobot(),
        new MountainCar(),
        new MountainCarContinuous(),
        new Pendulum(),
        new Watermaze(),
        new LunarLander(),
        new LunarLander { Continuous = true },
    ];
}
