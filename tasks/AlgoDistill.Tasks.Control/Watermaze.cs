using System.Collections.Immutable;

namespace AlgoDistill.Tasks.Control;

/// <summary>
/// Morris' water maze as Laskin et al. (2022) use it: a round arena in which a hidden platform must be found, here with coordinates and
/// distances in place of DMLab's pixels.
/// <para>Observation: position (x, y) in the arena of radius 1, cosine and sine of the heading, and the distance to the wall along
/// <see cref="Rays"/> rays at equal angles, the first straight ahead, then to the left. Actions: forward, backward, left, right, turn
/// left, turn right, and forward after a turn to either side; a move is 0.1 long, a turn is 30°. Start: the centre, heading along x. Reward: 1 when
/// the platform is reached, which ends the episode, else 0. End: terminated on the platform, truncated at the horizon. At the wall the agent slides
/// along it.</para>
/// <para>Tasks: parameters (x, y) of the platform's centre, uniform over the ring that lies between twice the platform's radius and the wall. Streams
/// of tasks are endless, and train and test have nothing in common. Arithmetic is in double precision, observations are rounded to floats.</para>
/// </summary>
public sealed record Watermaze : ITaskDistribution
{
    // Keys by which the sets of a split are drawn.
    const ulong TrainKey = 1, TestKey = 2;

    const double Move = 0.1; // nine moves to the farthest platform: 50 steps leave time to search on the way
    const double Turn = Math.PI / 6; // a turn or two bring any platform near one of the four directions of motion

    static readonly Space.Discrete Motions = new(8);

    /// <inheritdoc/>
    public string Id => "watermaze/v1";

    /// <inheritdoc/>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); } = 50; // the paper's

    /// <summary>Radius of the platform; the arena's is 1.</summary>
    public double PlatformRadius { get; init => field = Require.InRange(value, 0.1, 0.3); } = 0.15; // 1/44 of the arena, so that random play finds it in some episodes

    /// <summary>Rays to the wall.</summary>
    public int Rays { get; init => field = Require.InRange(value, 1, 360); } = 8; // one every 45°

    /// <inheritdoc/>
    public Space Observations => new Space.Box(4 + Rays, -1, 2);

    /// <inheritdoc/>
    public Space Actions => Motions;

    /// <inheritdoc/>
    public SpaceWords ObservationWords => SpaceWords.OfComponents(
        ["x", "y", "cosine of the heading", "sine of the heading", .. Enumerable.Range(1, Rays).Select(ray => $"ray {ray}")]);

    /// <inheritdoc/>
    public SpaceWords ActionWords => SpaceWords.OfValues("forward", "backward", "left", "right", "turn left", "turn right",
        "turn left and forward", "turn right and forward");

    /// <inheritdoc/>
    public TaskSplit Split(ulong seed)
    {
        var rng = new Rng(seed);
        return new TaskSplit(TaskSet.Stream(rng.Split(TrainKey), Draw), TaskSet.Stream(rng.Split(TestKey), Draw));
    }

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng) => new ControlEnvironment(System(task), Motions, Horizon, rng);

    /// <inheritdoc/>
    public References References(TaskInstance task) => RandomPlay.References(System(task), Motions, Horizon, 2000, 1,
        "bound: one reward an episode, which the expert earns");

    /// <summary>Turns while the platform is more than half a turn off the nearest direction of motion, then moves in that direction. It reaches every platform.</summary>
    public IAgent CreateExpert(TaskInstance task)
    {
        var (x, y) = Platform(task);
        return new Feedback((seen, motion) =>
        {
            var off = Math.Atan2(y - seen[1], x - seen[0]) - Math.Atan2(seen[3], seen[2]); // left of the heading, in radians
            var quarter = (int)Math.Round(off / (Math.PI / 2));
            var rest = off - quarter * (Math.PI / 2);
            motion[0] = rest > Turn / 2 ? 4 : rest < -Turn / 2 ? 5 : (quarter & 3) switch { 0 => 0, 1 => 2, 2 => 1, _ => 3 };
        });
    }

    /// <summary>The dynamics of <paramref name="task"/>; a state is x, y and heading in radians.</summary>
    internal ISystem System(TaskInstance task) => new Arena(Platform(task), PlatformRadius, Rays);

    ImmutableArray<double> Draw(Rng rng)
    {
        var (low, high) = (2 * PlatformRadius, 1 - PlatformRadius);
        var distance = Math.Sqrt(low * low + (high * high - low * low) * rng.NextDouble()); // uniform over the ring's area
        var (sin, cos) = Math.SinCos(2 * Math.PI * rng.NextDouble());
        return [distance * cos, distance * sin];
    }

    (double X, double Y) Platform(TaskInstance task)
    {
        if (task.Parameters is [var x, var y] && Math.Sqrt(x * x + y * y) is var distance && distance > PlatformRadius && distance <= 1) return (x, y);
        throw new ArgumentException(
            $"the parameters of a {Id} task are the platform's x and y, inside the arena of radius 1 and more than {PlatformRadius} from its centre; got {task}", nameof(task));
    }

    sealed class Arena((double X, double Y) platform, double platformRadius, int rays) : ISystem
    {
        public int Size => 3;

        public void Start(Span<double> state, Rng rng) => state.Clear();

        public (double Reward, bool Terminal) Advance(Span<double> state, double action)
        {
            var (turn, forward, left) = (int)action switch
            {
                0 => (0, 1, 0),
                1 => (0, -1, 0),
                2 => (0, 0, 1),
                3 => (0, 0, -1),
                4 => (1, 0, 0),
                5 => (-1, 0, 0),
                6 => (1, 1, 0),
                _ => (-1, 1, 0),
            };
            state[2] = Math.IEEERemainder(state[2] + Turn * turn, 2 * Math.PI);
            var (sin, cos) = Math.SinCos(state[2]);
            state[0] += Move * (forward * cos - left * sin);
            state[1] += Move * (forward * sin + left * cos);
            var distance = Math.Sqrt(state[0] * state[0] + state[1] * state[1]);
            if (distance > 1) (state[0], state[1]) = (state[0] / distance, state[1] / distance);
            var (offX, offY) = (state[0] - platform.X, state[1] - platform.Y);
            var found = offX * offX + offY * offY <= platformRadius * platformRadius;
            return (found ? 1 : 0, found);
        }

        public void Observe(ReadOnlySpan<double> state, Span<float> observation)
        {
            var (x, y, heading) = (state[0], state[1], state[2]);
            observation[0] = (float)x;
            observation[1] = (float)y;
            observation[2] = (float)Math.Cos(heading);
            observation[3] = (float)Math.Sin(heading);
            for (var ray = 0; ray < rays; ray++)
            {
                var (sin, cos) = Math.SinCos(heading + 2 * Math.PI * ray / rays);
                var along = x * cos + y * sin;
                observation[4 + ray] = (float)Math.Max(Math.Sqrt(Math.Max(along * along + 1 - x * x - y * y, 0)) - along, 0);
            }
        }
    }
}
