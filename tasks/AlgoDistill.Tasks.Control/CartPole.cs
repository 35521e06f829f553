using System.Collections.Immutable;

namespace AlgoDistill.Tasks.Control;

/// <summary>
/// A cart that must keep the pole on it upright (Barto, Sutton and Anderson, 1983), as Gymnasium's CartPole-v1.
/// <para>Observation: cart position (m), cart velocity (m/s), pole angle from upright (rad), its rate (rad/s). Actions: push left, push right.
/// Start: all four uniform in ±0.05. Step: 0.02 s of explicit Euler. Reward: 1 a step, the last one too. End: terminated beyond
/// 2.4 m or 12° from the centre, truncated at the horizon.</para>
/// <para>Tasks: parameters (gravity, cart mass, pole mass, half the pole's length, force). The arithmetic is Gymnasium's in its order, in
/// double precision throughout; observations alone are rounded to floats, there as here.</para>
/// </summary>
public sealed record CartPole : ITaskDistribution
{
    const string Name = "cart-pole/v1";

    static readonly Space.Discrete Pushes = new(2);

    static readonly Space.Box Seen = new(4, float.NegativeInfinity, float.PositiveInfinity);

    static readonly Constants Constants = new(Name,
        new("gravity", 9.8, 1, 100), new("cart mass", 1, 0.1, 10), new("pole mass", 0.1, 0.01, 1),
        new("half pole length", 0.5, 0.05, 5), new("force", 10, 1, 100));

    /// <summary>The task with Gymnasium's constants.</summary>
    public static TaskInstance Classic => Constants.Classic;

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); } = 500; // Gymnasium's

    /// <summary>Relative distance from Gymnasium's constants within which tasks are drawn; 0 gives the classic task alone.</summary>
    public double Spread { get; init => field = Require.InRange(value, 0, 0.4); } = 0.2; // the expert still earns the horizon at twice that

    /// <inheritdoc/>
    public Space Observations => Seen;

    /// <inheritdoc/>
    public Space Actions => Pushes;

    /// <inheritdoc/>
    public SpaceWords ObservationWords => SpaceWords.OfComponents("cart position", "cart velocity", "pole angle", "pole angular velocity");

    /// <inheritdoc/>
    public SpaceWords ActionWords => SpaceWords.OfValues("push left", "push right");

    /// <inheritdoc/>
    public TaskSplit Split(ulong seed) => Constants.Split(seed, Spread);

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng) => new ControlEnvironment(System(task), Pushes, Horizon, rng);

    /// <inheritdoc/>
    public References References(TaskInstance task) => RandomPlay.References(System(task), Pushes, Horizon, 2000, Horizon,
        "bound: 1 a step to the horizon, which the expert earns");

    /// <summary>Linear feedback: pushes to the side to which the pole falls, the more so the farther the cart is on that side, which in the end brings it back. It earns the horizon.</summary>
    public IAgent CreateExpert(TaskInstance task)
    {
        Constants.Of(task);
        return new Feedback((seen, push) => push[0] = 0.1f * seen[0] + 0.2f * seen[1] + seen[2] + 0.3f * seen[3] > 0 ? 1 : 0);
    }

    /// <summary>The dynamics of <paramref name="task"/>; a state is cart position, cart velocity, pole angle, pole angular velocity.</summary>
    internal static ISystem System(TaskInstance task) => new CartAndPole(Constants.Of(task));

    sealed class CartAndPole(ImmutableArray<double> constants) : ISystem
    {
        const double Tau = 0.02, EndPosition = 2.4, EndAngle = 12 * 2 * Math.PI / 360, StartRange = 0.05;

        readonly double gravity = constants[0], poleMass = constants[2], length = constants[3], force = constants[4];
        readonly double totalMass = constants[2] + constants[1], poleMassLength = constants[2] * constants[3];

        public int Size => 4;

        public void Start(Span<double> state, Rng rng)
        {
            foreach (ref var x in state) x = StartRange * (2 * rng.NextDouble() - 1);
        }

        public (double Reward, bool Terminal) Advance(Span<double> state, double action)
        {
            var (x, velocity, angle, rate) = (state[0], state[1], state[2], state[3]);
            var push = action == 1 ? force : -force;
            var (sin, cos) = (Math.Sin(angle), Math.Cos(angle));
            var temp = (push + poleMassLength * (rate * rate) * sin) / totalMass;
            var angularAcceleration = (gravity * sin - cos * temp) / (length * (4.0 / 3.0 - poleMass * (cos * cos) / totalMass));
            var acceleration = temp - poleMassLength * angularAcceleration * cos / totalMass;
            state[0] = x + Tau * velocity;
            state[1] = velocity + Tau * acceleration;
            state[2] = angle + Tau * rate;
            state[3] = rate + Tau * angularAcceleration;
            return (1, Math.Abs(state[0]) > EndPosition || Math.Abs(state[2]) > EndAngle);
        }

        public void Observe(ReadOnlySpan<double> state, Span<float> observation)
        {
            for (var i = 0; i < state.Length; i++) observation[i] = (float)state[i];
        }
    }
}
