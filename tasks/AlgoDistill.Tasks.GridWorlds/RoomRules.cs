using System.Collections.Immutable;

namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>Where an episode in a room starts.</summary>
enum RoomStart
{
    /// <summary>In the middle.</summary>
    Centre,

    /// <summary>In cell (0, 0).</summary>
    Corner,

    /// <summary>Anywhere, each cell as likely as any other.</summary>
    Anywhere,

    /// <summary>Anywhere but on the first target.</summary>
    OffTarget,
}

/// <summary>What reaching a target does.</summary>
enum RoomReward
{
    /// <summary>Every step that ends on it is rewarded.</summary>
    Always,

    /// <summary>It is rewarded once an episode.</summary>
    Once,

    /// <summary>It is rewarded once, and the last ends the episode.</summary>
    OnceThenEnd,
}

/// <summary>A square room with invisible targets, to be reached one after the other for a reward of 1 each.</summary>
/// <param name="Moves">How its actions are numbered.</param>
/// <param name="Start">Where an episode starts.</param>
/// <param name="Reward">What reaching a target does.</param>
/// <param name="Targets">What each target is called, in the order in which they must be reached; a step reaches one at most.</param>
sealed record RoomRules(MoveOrder Moves, RoomStart Start, RoomReward Reward, ImmutableArray<string> Targets)
{
    /// <summary>Whether the agent observes the number of its cell, row by row, and not its (x, y).</summary>
    public bool NumberedCells { get; init; }

    /// <summary>Whether targets never share a row or a column.</summary>
    public bool TargetsApart { get; init; }

    /// <summary>Observations in a room of <paramref name="size"/> cells a side.</summary>
    public Space Observations(int size) => NumberedCells ? new Space.Discrete(size * size) : new Space.Discrete(size, 2);

    /// <summary>What they are called.</summary>
    public SpaceWords ObservationWords => NumberedCells ? SpaceWords.OfComponents("cell") : SpaceWords.OfComponents("x", "y");

    /// <summary>The process: a state is a cell and the number of targets reached so far, which the agent does not see.</summary>
    /// <param name="size">Cells a side.</param>
    /// <param name="targets">The cell of each target.</param>
    public FiniteModel Model(int size, params int[] targets)
    {
        var cells = size * size;
        var start = new double[cells * (Reward == RoomReward.Always ? 1 : targets.Length + 1)];
        var starts = Enumerable.Range(0, cells).Where(cell => StartsIn(cell, size, targets[0])).ToArray();
        foreach (var cell in starts) start[cell] = 1.0 / starts.Length;
        return new FiniteModel(start.Length, Moves.Actions.Count, start, Follow, (state, observation) => Observe(state % cells, size, observation));

        FiniteModel.Branch[] Follow(int state, int action)
        {
            var (reached, cell) = Math.DivRem(state, cells);
            var next = Moves.Follow(cell, action, size, size);
            if (reached == targets.Length || next != targets[reached]) return [new(1, reached * cells + next, 0)];
            if (Reward == RoomReward.Always) return [new(1, next, 1)];
            reached++;
            return [new(1, reached * cells + next, 1, Reward == RoomReward.OnceThenEnd && reached == targets.Length)];
        }
    }

    bool StartsIn(int cell, int size, int target) => Start switch
    {
        RoomStart.Centre => cell == size / 2 * (size + 1),
        RoomStart.Corner => cell == 0,
        RoomStart.OffTarget => cell != target,
        _ => true,
    };

    void Observe(int cell, int size, Span<float> observation)
    {
        if (NumberedCells) observation[0] = cell;
        else (observation[0], observation[1]) = (cell % size, cell / size);
    }
}
