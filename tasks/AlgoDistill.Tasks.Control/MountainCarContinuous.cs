namespace AlgoDistill.Tasks.Control;

/// <summary>
/// The car of <see cref="MountainCar"/> with a push of any strength, which costs, as Gymnasium's MountainCarContinuous-v0.
/// <para>Observation: position (cut at −1.2 and 0.6), velocity (cut at ±0.07). Action: push a in ±1. Start: position uniform in
/// [−0.6, −0.4], at rest. Reward: −0.1 a² a step, and 100 at the goal. End: terminated at the goal, truncated at the horizon.</para>
/// <para>Tasks: parameters (power, gravity, goal position). The arithmetic is Gymnasium's in its order, in double precision throughout;
/// Gymnasium itself rounds the state to floats after every step. Observations are rounded to floats, there as here.</para>
/// </summary>
public sealed record MountainCarContinuous : ITaskDistribution
{
    const string Name = "mountain-car-continuous/v1";

    static readonly Space.Box Pushes = new(1, -1, 1);

    static readonly Constants Constants = new(Name,
        new("power", 0.0015, 0.0001, 0.01), new("gravity", 0.0025, 0.0001, 0.01), new("goal position", 0.45, 0, Car.Right, Share: 0.5));

    /// <summary>The task with Gymnasium's constants.</summary>
    public static TaskInstance Classic => Constants.Classic;

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); } = 999; // Gymnasium's

    /// <summary>Relative distance from Gymnasium's constants within which tasks are drawn, half of it for the goal; 0 gives the classic task alone.</summary>
    public double Spread { get; init => field = Require.InRange(value, 0, 0.4); } = 0.2; // as that of MountainCar

    /// <inheritdoc/>
    public Space Observations => Car.Seen;

    /// <inheritdoc/>
    public Space Actions => Pushes;

    /// <inheritdoc/>
    public SpaceWords ObservationWords => SpaceWords.OfComponents("position", "velocity");

    /// <inheritdoc/>
    public SpaceWords ActionWords => SpaceWords.OfComponents("push");

    /// <inheritdoc/>
    public TaskSplit Split(ulong seed) => Constants.Split(seed, Spread);

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng) => new ControlEnvironment(System(task), Pushes, Horizon, rng);

    /// <inheritdoc/>
    public References References(TaskInstance task) => RandomPlay.References(System(task), Pushes, Horizon, 400, 100,
        "bound: the goal's reward, as if pushing were free");

    /// <summary>Pushes the way the car rolls, a quarter harder than just carries it from the left wall to the goal: gentle pushes cost least for the energy they add. It earns about 98.5 on the classic task.</summary>
    public IAgent CreateExpert(TaskInstance task)
    {
        var strength = (float)Math.Min(1.25 * System(task).LeastPush, 1);
        return new Feedback((seen, push) => push[0] = seen[1] >= 0 ? strength : -strength);
    }

    /// <summary>The dynamics of <paramref name="task"/>; a state is position and velocity.</summary>
    internal static Car System(TaskInstance task) =>
        new(Constants.Of(task), action => action, (push, arrived) => (arrived ? 100 : 0) - push * push * 0.1);
}
