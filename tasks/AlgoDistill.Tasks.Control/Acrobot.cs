namespace AlgoDistill.Tasks.Control;

/// <summary>
/// Two hanging links of which only the joint between them is driven: the tip must swing above a line (Sutton, 1996), as Gymnasium's
/// Acrobot-v1 in the dynamics of Sutton and Barto's book.
/// <para>Observation: cosine and sine of the first link's angle from hanging, the same of the second link's angle from the first, both
/// angular velocities (rad/s, cut at ±4π and ±9π). Actions: torque −1, 0, 1 N m at the joint. Start: all four uniform in ±0.1.
/// Step: 0.2 s by one Runge-Kutta step of order 4. Reward: −1 a step, 0 at the one that ends. End: terminated when the tip is above the
/// goal, truncated at the horizon.</para>
/// <para>Tasks: parameters (mass 1, mass 2, length 1, length 2, goal), the goal being the height over the fixed joint as a share of both
/// lengths together. A link's mass lies at half its length and its moment of inertia is mass × length². The arithmetic is
/// Gymnasium's in its order, in double precision throughout; Gymnasium itself rounds the start to floats. Observations are rounded to
/// floats, there as here.</para>
/// </summary>
public sealed record Acrobot : ITaskDistribution
{
    const string Name = "acrobot/v1";

    static readonly Space.Discrete Torques = new(3);

    static readonly Space.Box Seen = new(6, -(float)TwoLinks.MaxRate2, (float)TwoLinks.MaxRate2);

    static readonly Constants Constants = new(Name,
        new("mass 1", 1, 0.1, 10), new("mass 2", 1, 0.1, 10), new("length 1", 1, 0.1, 10), new("length 2", 1, 0.1, 10), new("goal", 0.5, 0, 0.9));

    /// <summary>The task with Gymnasium's constants.</summary>
    public static TaskInstance Classic => Constants.Classic;

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); } = 500; // Gymnasium's

    /// <summary>Relative distance from Gymnasium's constants within which tasks are drawn; 0 gives the classic task alone.</summary>
    public double Spread { get; init => field = Require.InRange(value, 0, 0.4); } = 0.2; // the expert needs from two thirds to one and a half times the classic task's steps

    /// <inheritdoc/>
    public Space Observations => Seen;

    /// <inheritdoc/>
    public Space Actions => Torques;

    /// <inheritdoc/>
    public SpaceWords ObservationWords => SpaceWords.OfComponents("cosine of angle 1", "sine of angle 1", "cosine of angle 2", "sine of angle 2",
        "angular velocity 1", "angular velocity 2");

    /// <inheritdoc/>
    public SpaceWords ActionWords => SpaceWords.OfValues("torque minus one", "no torque", "torque plus one");

    /// <inheritdoc/>
    public TaskSplit Split(ulong seed) => Constants.Split(seed, Spread);

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng) => new ControlEnvironment(System(task), Torques, Horizon, rng);

    /// <inheritdoc/>
    public References References(TaskInstance task)
    {
        var links = new TwoLinks(Constants.Of(task));
        return RandomPlay.References(links, Torques, Horizon, 200, links.ReturnBound(Horizon),
            "bound: the work that the torque can do in continuous time");
    }

    /// <summary>Drives the joint against the first link's velocity, so that the reaction on the first link always adds to its swing: about −84 on the classic task.</summary>
    public IAgent CreateExpert(TaskInstance task)
    {
        Constants.Of(task);
        return new Feedback((seen, torque) => torque[0] = seen[4] > 0 ? 0 : 2);
    }

    /// <summary>The dynamics of <paramref name="task"/>; a state is both angles and both angular velocities.</summary>
    internal static ISystem System(TaskInstance task) => new TwoLinks(Constants.Of(task));
}
