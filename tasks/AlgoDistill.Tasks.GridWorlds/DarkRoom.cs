using System.Collections.Immutable;

namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>
/// Dark Room (Laskin et al., 2022): a square room with one goal cell that the agent cannot see.
/// <para>Observation: the agent's own (x, y). Actions: left, right, up, down, stay; walls stop the agent. Start: the centre.
/// Reward: 1 at every step that ends on the goal, else 0. End: truncated at the horizon, never terminated.</para>
/// <para>Tasks: every cell is the goal of one; parameters (goal x, goal y). Over the 81 goals of the default room the optimal return
/// is 16.543 on average and the uniform-random one 20/81.</para>
/// </summary>
public sealed record DarkRoom : ITaskDistribution
{
    static readonly RoomRules Rules = new(MoveOrder.Own, RoomStart.Centre, RoomReward.Always, ["goal"]);

    /// <inheritdoc/>
    public string Id => "dark-room/v1";

    /// <summary>Cells a side.</summary>
    public int Size { get; init => field = Require.InRange(value, 2, 1000); } = 9; // the paper's

    /// <inheritdoc/>
    public int Horizon { get; init => field = Require.InRange(value, 1, 1_000_000); } = 20; // the paper's

    /// <summary>Share of the goals that are trained on; the others are held out.</summary>
    public double TrainShare { get; init => field = Require.InRange(value, 0, 1); } = 0.8; // 65 of 81 goals; the paper gives no number

    /// <inheritdoc/>
    public Space Observations => new Space.Discrete(Size, 2);

    /// <inheritdoc/>
    public Space Actions => GridMoves.Actions;

    int Centre => Size / 2;

    /// <summary>All cells, shuffled by <paramref name="seed"/> and cut; both sets have at least one goal.</summary>
    public TaskSplit Split(ulong seed)
    {
        var cells = Size * Size;
        var goals = Enumerable.Range(0, cells).Select(cell => ImmutableArray.Create<double>(cell % Size, cell / Size)).ToArray();
        return TaskSplit.Cut(goals, Math.Clamp((int)Math.Round(TrainShare * cells), 1, cells - 1), seed);
    }

    /// <inheritdoc/>
    public IEnvironment Create(TaskInstance task, Rng rng) => new Room(this, Goal(task));

    /// <inheritdoc/>
    public References References(TaskInstance task)
    {
        var (x, y) = Goal(task);
        var distance = Math.Abs(x - Centre) + Math.Abs(y - Centre);
        var optimal = Math.Max(Horizon - Math.Max(distance, 1) + 1, 0); // the step that arrives is rewarded already
        return new References(optimal, RandomReturn(x, y), "shortest path; exact propagation of the uniform-random policy");
    }

    /// <inheritdoc/>
    public FiniteModel Model(TaskInstance task)
    {
        var (x, y) = Goal(task);
        return Rules.Model(Size, y * Size + x);
    }

    /// <inheritdoc/>
    public SpaceWords ObservationWords => Rules.ObservationWords;

    /// <inheritdoc/>
    public SpaceWords ActionWords => Rules.Moves.Words;

    /// <summary>Sum over the steps of the probability that a uniformly random walk stands on the goal.</summary>
    double RandomReturn(int goalX, int goalY)
    {
        var (now, next) = (new double[Size, Size], new double[Size, Size]);
        now[Centre, Centre] = 1;
        var total = 0.0;
        for (var step = 0; step < Horizon; step++)
        {
            Array.Clear(next);
            for (var x = 0; x < Size; x++)
                for (var y = 0; y < Size; y++)
                    for (var action = 0; action < GridMoves.Actions.Count; action++)
                    {
                        var (toX, toY) = GridMoves.Move(x, y, action, Size);
                        next[toX, toY] += now[x, y] / GridMoves.Actions.Count;
                    }

            (now, next) = (next, now);
            total += now[goalX, goalY];
        }

        return total;
    }

    (int X, int Y) Goal(TaskInstance task)
    {
        if (task.Parameters is [var x, var y] && IsCell(x) && IsCell(y)) return ((int)x, (int)y);
        throw new ArgumentException($"the parameters of a {Id} task are goal x and y, whole numbers from 0 to {Size - 1}; got {task}", nameof(task));
    }

    bool IsCell(double x) => x >= 0 && x < Size && x == Math.Floor(x);

    sealed class Room(DarkRoom room, (int X, int Y) goal) : IEnvironment
    {
        int x, y, step;

        public void Reset(Span<float> observation)
        {
            (x, y, step) = (room.Centre, room.Centre, 0);
            (observation[0], observation[1]) = (x, y);
        }

        public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            GridMoves.Actions.Check(action, nameof(action));
            (x, y) = GridMoves.Move(x, y, (int)action[0], room.Size);
            (observation[0], observation[1]) = (x, y);
            step++;
            return new Outcome((x, y) == goal ? 1 : 0, step == room.Horizon ? EpisodeEnd.Truncated : EpisodeEnd.None);
        }
    }
}
