using System.Collections.Immutable;

namespace AlgoDistill.Tasks.Control;

/// <summary>
/// A pendulum that must be swung up and held upright by a torque too weak to lift it at once, as Gymnasium's Pendulum-v1.
/// <para>Observation: cosine and sine of the angle θ from upright, angular velocity (rad/s, cut at ±8). Action: torque u in ±2 N m.
/// Start: θ uniform in ±π, velocity uniform in ±1. Step: 0.05 s of semi-implicit Euler. Reward: −(θ² + 0.1 θ̇² + 0.001 u²) of the
/// state before the step, θ in [−π, π). End: truncated at the horizon, never terminated.</para>
/// <para>Tasks: parameters (gravity, mass, length). The arithmetic is Gymnasium's in its order, in double precision throughout; Gymnasium
/// itself takes its action in floats, so that newer NumPy rounds the terms in u to floats. Observations are rounded to floats, there as here.</para>
/// </summary>
public sealed record Pendulum : ITaskDistribution
{
    const string Name = "pendulum/v1";
    const double MaxSpeed = 8, MaxTorque = 2, Step = 0.05, StartSpeed = 1;

    static readonly Space.Box Torques = new(1, -(float)MaxTorque, (float)MaxTorque);

    static readonly Space.Box Seen = new(3, -(float)MaxSpeed, (float)MaxSpeed);

    static readonly Constants Constants = new(Name, new("gravity", 10, 1, 100, Share: 0.5), new("mass", 1, 0.1, 10), new("length", 1, 0.1, 10, Share: 0.5));

    /// <summary>The task with Gymnasium's constants.</summary>
    public static TaskInstance Classic => Constants.Classic;

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); } = 200; // Gymnasium's

    /// <summary>Relative distance from Gymnasium's constants within which tasks are drawn, half of it for gravity and length; 0 gives the classic task alone.</summary>
    public double Spread { get; init => field = Require.InRange(value, 0, 0.4); } = 0.2; // at twice that and more the cut speed no longer carries the rod up

    /// <inheritdoc/>
    public Space Observations => Seen;

    /// <inheritdoc/>
    public Space Actions => Torques;

    /// <inheritdoc/>
    public SpaceWords ObservationWords => SpaceWords.OfComponents("cosine of the angle", "sine of the angle", "angular velocity");

    /// <inheritdoc/>
    public SpaceWords ActionWords => SpaceWords.OfComponents("torque");

    /// <inheritdoc/>
    public TaskSplit Split(ulong seed) => Constants.Split(seed, Spread);

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng) => new ControlEnvironment(System(task), Torques, Horizon, rng);

    /// <inheritdoc/>
    public References References(TaskInstance task)
    {
        var rod = new Rod(Constants.Of(task));
        return RandomPlay.References(rod, Torques, Horizon, 1000, rod.ReturnBound(Horizon),
            "bound: squared angles on the way straight up at the largest acceleration");
    }

    /// <summary>
    /// Swings up by its energy (Åström and Furuta, 2000): torque along the velocity while the energy is below that of standing upright, against
    /// it above; wherever the torque is strong enough for it, proportional and derivative feedback with gravity cancelled. It earns about −157 on the classic task.
    /// </summary>
    public IAgent CreateExpert(TaskInstance task)
    {
        var rod = new Rod(Constants.Of(task));
        return new Feedback((seen, torque) => torque[0] = (float)Math.Clamp(rod.Torque(Math.Atan2(seen[1], seen[0]), seen[2]), -MaxTorque, MaxTorque));
    }

    /// <summary>The dynamics of <paramref name="task"/>; a state is angle from upright and angular velocity.</summary>
    internal static ISystem System(TaskInstance task) => new Rod(Constants.Of(task));

    sealed class Rod(ImmutableArray<double> constants) : ISystem
    {
        // Of the expert: the held rod is an oscillator of 5 rad/s and damping ratio 0.8, and swings end by full torque until the last 0.2 J.
        const double HoldAngle = 25, HoldRate = 8, SwingGain = 10;

        readonly double gravity = constants[0], mass = constants[1], length = constants[2];

        public int Size => 2;

        double Inertia => mass * (length * length) / 3;

        double Weight => mass * gravity * length / 2; // the largest torque of gravity

        public void Start(Span<double> state, Rng rng)
        {
            state[0] = Math.PI * (2 * rng.NextDouble() - 1);
            state[1] = StartSpeed * (2 * rng.NextDouble() - 1);
        }

        public (double Reward, bool Terminal) Advance(Span<double> state, double action)
        {
            var (angle, rate) = (state[0], state[1]);
            var turned = Wrap(angle);
            var cost = turned * turned + 0.1 * (rate * rate) + 0.001 * (action * action);
            rate += (3 * gravity / (2 * length) * Math.Sin(angle) + 3.0 / (mass * (length * length)) * action) * Step;
            rate = Math.Clamp(rate, -MaxSpeed, MaxSpeed);
            (state[0], state[1]) = (angle + rate * Step, rate);
            return (-cost, false);
        }

        public void Observe(ReadOnlySpan<double> state, Span<float> observation)
        {
            observation[0] = (float)Math.Cos(state[0]);
            observation[1] = (float)Math.Sin(state[0]);
            observation[2] = (float)state[1];
        }

        public double Torque(double angle, double rate)
        {
            var energy = Inertia * rate * rate / 2 + Weight * (Math.Cos(angle) - 1); // 0 when it stands upright
            var hold = -Weight * Math.Sin(angle) - Inertia * (HoldAngle * angle + HoldRate * rate);
            return Math.Abs(hold) <= MaxTorque ? hold : -SwingGain * energy * (rate >= 0 ? 1 : -1);
        }

        /// <summary>No episode's mean over the starts can cost less than that of a rod which from its fastest start always gains speed towards the top as gravity and torque together allow.</summary>
        public double ReturnBound(int horizon)
        {
            var (acceleration, reached, speed, cost) = ((Weight + MaxTorque) / Inertia, 0.0, StartSpeed, 0.0);
            for (var step = 0; step < horizon && reached < Math.PI; step++)
            {
                // Mean over starts uniform in [0, π] of the square of what is left of the angle
                cost += Math.Pow(Math.PI - reached, 3) / (3 * Math.PI);
                speed = Math.Min(speed + acceleration * Step, MaxSpeed);
                reached += speed * Step;
            }

            return -cost;
        }

        static double Wrap(double angle)
        {
            var turned = (angle + Math.PI) % (2 * Math.PI);
            return (turned < 0 ? turned + 2 * Math.PI : turned) - Math.PI;
        }
    }
}
