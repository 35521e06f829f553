using System.Collections.Immutable;

namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>
/// T-maze (Bakker, 2002): a corridor whose first cell shows which way to turn at its end. What is seen there must be remembered.
/// <para>Observation: cue up or cue down in the first cell, corridor, junction. Actions: up, right, down, left; walls stop the agent.
/// Start: the first cell, with either cue as likely, drawn anew each episode. Reward: at the junction 4 for the turn that the cue stands for
/// and −0.1 for the other; −0.1 for a step against a wall, else 0. End: terminated by a turn, else truncated at the horizon.</para>
/// <para>Tasks: the corridor's length, and whether the cue means the way that it names or the other; parameters (steps to the junction,
/// 0 honest or 1 reversed). The optimal return is 4 and the best without memory about half of it.</para>
/// </summary>
public sealed record TMaze : FiniteTasks
{
    const int CueUp = 0, Corridor = 2, Junction = 3;     // observations; 1 is cue down
    const int Up = 0, Right = 1, Down = 2;               // actions; 3 is left
    const float Turned = 4, Wrong = -0.1f;               // the paper's

    /// <summary>Long enough for a random walk to meet the junction of most corridors; the paper cuts no episode.</summary>
    public TMaze() => (Horizon, TrainShare) = (50, 0.8);

    /// <inheritdoc/>
    public override string Id => "t-maze/v1";

    /// <summary>Steps to the junction in the longest corridor; there is a corridor of each length from 1.</summary>
    public int Longest { get; init => field = Require.InRange(value, 1, 1000); } = 10; // five times fits into the horizon

    /// <inheritdoc/>
    public override Space Observations => new Space.Discrete(4);

    /// <inheritdoc/>
    public override Space Actions => MoveOrder.CliffWalking.Actions;

    /// <inheritdoc/>
    public override SpaceWords ObservationWords => SpaceWords.OfValues("cue up", "cue down", "corridor", "junction");

    /// <inheritdoc/>
    public override SpaceWords ActionWords => MoveOrder.CliffWalking.Words;

    /// <summary>All corridors with either meaning, shuffled by <paramref name="seed"/> and cut.</summary>
    public override TaskSplit Split(ulong seed) => Cut(
        [.. Enumerable.Range(1, Longest).SelectMany<int, ImmutableArray<double>>(length => [[length, 0], [length, 1]])], seed);

    /// <summary>A state is a cell of the corridor, the junction last, and beyond those the same cells with the other cue.</summary>
    public override FiniteModel Model(TaskInstance task)
    {
        if (task.Parameters is not [>= 1, 0 or 1] || task.Parameters[0] > Longest || task.Parameters[0] != Math.Floor(task.Parameters[0]))
            throw new ArgumentException($"the parameters of a {Id} task are a whole number from 1 to {Longest}, and 0 or 1; got {task}", nameof(task));
        var (junction, reversed) = ((int)task.Parameters[0], task.Parameters[1] == 1);
        var cells = junction + 1;
        var start = new double[2 * cells];
        start[0] = start[cells] = 0.5;
        return new FiniteModel(start.Length, 4, start, Follow, Observe);

        FiniteModel.Branch[] Follow(int state, int action)
        {
            var (cue, cell) = Math.DivRem(state, cells);
            if (cell == junction && action is Up or Down) return [new(1, state, (action == Up) == ((cue == CueUp) != reversed) ? Turned : Wrong, true)];
            var next = action switch { Right => Math.Min(cell + 1, junction), Up or Down => cell, _ => Math.Max(cell - 1, 0) };
            return [new(1, cue * cells + next, next == cell ? Wrong : 0)];
        }

        void Observe(int state, Span<float> observation)
        {
            var (cue, cell) = Math.DivRem(state, cells);
            observation[0] = cell == 0 ? cue : cell == junction ? Junction : Corridor;
        }
    }
}
