using System.Collections.Immutable;

namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>
/// CliffWalking (Sutton and Barto, 2018, example 6.6) as Gymnasium's CliffWalking-v1 has it: a field of 12 × 4 cells with a cliff between
/// start and goal.
/// <para>Observation: the number of the agent's cell, row by row. Actions: up, right, down, left; walls stop the agent. Start: one end of
/// the cliff's row. Reward: −100 at a step into the cliff, which puts the agent back at the start, else −1. End: terminated at the other
/// end of that row, else truncated at the horizon; Gymnasium has none.</para>
/// <para>Tasks: the row of the cliff, the side of the start and the cliff's extent; parameters (0 bottom or 1 top row, 0 start left or 1
/// right, first and last cell of the cliff in steps from the start, 1 to 10). <see cref="Classic"/> is held out as number 0. There are 220;
/// the best return of each is −13.</para>
/// </summary>
public sealed record CliffWalking : FiniteTasks
{
    const int Width = 12, Height = 4, Cells = Width * Height;

    /// <summary>The horizon is over seven times the shortest way.</summary>
    public CliffWalking() => (Horizon, TrainShare) = (100, 0.8);

    /// <inheritdoc/>
    public override string Id => "cliff-walking/v1";

    /// <summary>Gymnasium's own: start at the bottom left, goal at the bottom right, cliff all the way between.</summary>
    public static TaskInstance Classic { get; } = new(0, [0, 0, 1, Width - 2]);

    /// <inheritdoc/>
    public override Space Observations => new Space.Discrete(Cells);

    /// <inheritdoc/>
    public override Space Actions => MoveOrder.CliffWalking.Actions;

    /// <inheritdoc/>
    public override SpaceWords ObservationWords => SpaceWords.OfComponents("cell");

    /// <inheritdoc/>
    public override SpaceWords ActionWords => MoveOrder.CliffWalking.Words;

    /// <summary>All tasks but <see cref="Classic"/>, shuffled by <paramref name="seed"/> and cut.</summary>
    public override TaskSplit Split(ulong seed) => Cut(Classic,
        from top in (int[])[0, 1]
        from right in (int[])[0, 1]
        from first in Enumerable.Range(1, Width - 2)
        from last in Enumerable.Range(first, Width - 1 - first)
        let parameters = ImmutableArray.Create<double>(top, right, first, last)
        where !parameters.SequenceEqual(Classic.Parameters)
        select parameters, seed);

    /// <inheritdoc/>
    public override FiniteModel Model(TaskInstance task)
    {
        if (task.Parameters is not [0 or 1, 0 or 1, >= 1, <= Width - 2] || task.Parameters[2] > task.Parameters[3] || task.Parameters.Any(x => x != Math.Floor(x)))
            throw new ArgumentException($"the parameters of a {Id} task are 0 or 1, 0 or 1, and two whole numbers from 1 to {Width - 2}, the first at most the second; got {task}", nameof(task));
        var (row, mirrored) = (task.Parameters[0] == 1 ? 0 : Height - 1, task.Parameters[1] == 1);
        var (start, goal) = (Cell(0), Cell(Width - 1));
        var cliff = Enumerable.Range((int)task.Parameters[2], (int)(task.Parameters[3] - task.Parameters[2]) + 1).Select(Cell).ToHashSet();
        var starts = new double[Cells];
        starts[start] = 1;
        return new FiniteModel(Cells, MoveOrder.CliffWalking.Actions.Count, starts, Follow, (cell, observation) => observation[0] = cell);

        FiniteModel.Branch[] Follow(int cell, int action)
        {
            var next = MoveOrder.CliffWalking.Follow(cell, action, Width, Height);
            return cliff.Contains(next) ? [new(1, start, -100)] : [new(1, next, -1, next == goal)];
        }

        int Cell(int fromStart) => row * Width + (mirrored ? Width - 1 - fromStart : fromStart);
    }
}
