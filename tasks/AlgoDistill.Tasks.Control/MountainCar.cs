namespace AlgoDistill.Tasks.Control;

/// <summary>
/// A car too weak to climb the hill at once must swing up (Moore, 1990), as Gymnasium's MountainCar-v0.
/// <para>Observation: position (cut at −1.2 and 0.6), velocity (cut at ±0.07). Actions: push left, none, push right. Start: position
/// uniform in [−0.6, −0.4], at rest. Reward: −1 a step. End: terminated at the goal, truncated at the horizon. The wall on
/// the left takes all speed.</para>
/// <para>Tasks: parameters (force, gravity, goal position). The arithmetic is Gymnasium's in its order, in double precision throughout;
/// observations alone are rounded to floats, there as here.</para>
/// </summary>
public sealed record MountainCar : ITaskDistribution
{
    const string Name = "mountain-car/v1";

    static readonly Space.Discrete Pushes = new(3);

    static readonly Constants Constants = new(Name,
        new("force", 0.001, 0.0001, 0.01), new("gravity", 0.0025, 0.0001, 0.01), new("goal position", 0.5, 0, Car.Right, Share: 0.5));

    /// <summary>The task with Gymnasium's constants.</summary>
    public static TaskInstance Classic => Constants.Classic;

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); } = 200; // Gymnasium's

    /// <summary>Relative distance from Gymnasium's constants within which tasks are drawn, half of it for the goal; 0 gives the classic task alone.</summary>
    public double Spread { get; init => field = Require.InRange(value, 0, 0.4); } = 0.2; // shifted goals then end at the right wall

    /// <inheritdoc/>
    public Space Observations => Car.Seen;

    /// <inheritdoc/>
    public Space Actions => Pushes;

    /// <inheritdoc/>
    public SpaceWords ObservationWords => SpaceWords.OfComponents("position", "velocity");

    /// <inheritdoc/>
    public SpaceWords ActionWords => SpaceWords.OfValues("push left", "no push", "push right");

    /// <inheritdoc/>
    public TaskSplit Split(ulong seed) => Constants.Split(seed, Spread);

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng) => new ControlEnvironment(System(task), Pushes, Horizon, rng);

    /// <inheritdoc/>
    public References References(TaskInstance task)
    {
        var car = System(task);
        return RandomPlay.References(car, Pushes, Horizon, 400, -car.LeastSteps(Horizon), "breadth-first search on a grid of states from five starts");
    }

    /// <summary>Pushes the way the car rolls, so that every step adds energy: about −119 on the classic task.</summary>
    public IAgent CreateExpert(TaskInstance task)
    {
        Constants.Of(task);
        return new Feedback((seen, push) => push[0] = seen[1] >= 0 ? 2 : 0);
    }

    /// <summary>The dynamics of <paramref name="task"/>; a state is position and velocity.</summary>
    internal static Car System(TaskInstance task) => new(Constants.Of(task), action => action - 1, (_, _) => -1);
}
