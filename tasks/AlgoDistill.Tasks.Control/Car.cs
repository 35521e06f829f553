using System.Collections.Immutable;

namespace AlgoDistill.Tasks.Control;

/// <summary>The dynamics that <see cref="MountainCar"/> and <see cref="MountainCarContinuous"/> share: a car between two hills; a state is (position, velocity).</summary>
/// <param name="constants">Force, gravity, goal position.</param>
/// <param name="reward">The reward of a step, given its push and whether it arrived.</param>
/// <param name="push">The push in ±1 of an action.</param>
sealed class Car(ImmutableArray<double> constants, Func<double, double> push, Func<double, bool, double> reward) : ISystem
{
    public const double Left = -1.2, Right = 0.6, MaxSpeed = 0.07;

    /// <summary>The space of observations: both components lie in the positions' range.</summary>
    public static readonly Space.Box Seen = new(2, (float)Left, (float)Right);

    const double StartLow = -0.6, StartHigh = -0.4;

    readonly double force = constants[0], gravity = constants[1], goal = constants[2];

    /// <inheritdoc/>
    public int Size => 2;

    /// <summary>
    /// The least constant push, in units of the force, that carries the car from rest at the left wall to the goal: swings to and fro are then
    /// enough whatever is lost at the wall. The hill at x is sin(3x)/3 high.
    /// </summary>
    public double LeastPush => Math.Max(gravity / 3 * (Math.Sin(3 * goal) - Math.Sin(3 * Left)) / (force * (goal - Left)), 0);

    /// <inheritdoc/>
    public void Start(Span<double> state, Rng rng) => (state[0], state[1]) = (StartLow + (StartHigh - StartLow) * rng.NextDouble(), 0);

    /// <inheritdoc/>
    public (double Reward, bool Terminal) Advance(Span<double> state, double action)
    {
        var pushed = push(action);
        var arrived = Roll(ref state[0], ref state[1], pushed, Hill(state[0]));
        return (reward(pushed, arrived), arrived);
    }

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<double> state, Span<float> observation) => (observation[0], observation[1]) = ((float)state[0], (float)state[1]);

    /// <summary>
    /// Least steps to the goal, at most <paramref name="horizon"/>, as the mean over five starts: breadth-first search over what full pushes to
    /// either side can reach, in which the first state to come into a cell of a grid of positions and velocities stands for that cell.
    /// </summary>
    public double LeastSteps(int horizon)
    {
        const int starts = 5, cells = 400; // a grid of 2000 × 2000 cells gives less than half a step less
        var (total, queue, seen) = (0.0, new (double Position, double Velocity)[cells * cells], new bool[cells * cells]);
        for (var start = 0; start < starts; start++)
        {
            Array.Clear(seen);
            total += Search(StartLow + (StartHigh - StartLow) * (start + 0.5) / starts, horizon, queue, seen, cells);
        }

        return total / starts;
    }

    int Search(double start, int horizon, (double Position, double Velocity)[] queue, bool[] seen, int cells)
    {
        queue[0] = (start, 0);
        var (first, last) = (0, 1); // the states after `step` steps are queue[first..last]
        for (var step = 1; step < horizon && first < last; step++)
        {
            var end = last;
            for (; first < end; first++)
            {
                var hill = Hill(queue[first].Position);
                for (var side = -1; side <= 1; side += 2)
                {
                    var (position, velocity) = queue[first];
                    if (Roll(ref position, ref velocity, side, hill)) return step;
                    var cell = (int)((position - Left) / (Right - Left) * (cells - 1)) * cells + (int)((velocity + MaxSpeed) / (2 * MaxSpeed) * (cells - 1));
                    if (seen[cell]) continue;
                    seen[cell] = true;
                    queue[last++] = (position, velocity);
                }
            }
        }

        return horizon;
    }

    /// <summary>What gravity adds to the velocity in a step.</summary>
    double Hill(double position) => Math.Cos(3 * position) * -gravity;

    /// <summary>One step under a push in ±1 at a place where gravity adds <paramref name="hill"/>; whether the car is at the goal and does not roll back.</summary>
    bool Roll(ref double position, ref double velocity, double pushed, double hill)
    {
        velocity += pushed * force + hill;
        velocity = Math.Clamp(velocity, -MaxSpeed, MaxSpeed);
        position = Math.Clamp(position + velocity, Left, Right);
        if (position == Left && velocity < 0) velocity = 0;
        return position >= goal && velocity >= 0;
    }
}
