using System.Collections.Immutable;

namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>Dark rooms: the agent sees where it stands and nothing of what it looks for. Parameters: x and y of each target, in the order in which they must be reached.</summary>
public abstract record RoomTasks : FiniteTasks
{
    /// <summary>Cells a side.</summary>
    public int Size { get; init => field = Require.InRange(value, 2, 100); }

    /// <inheritdoc/>
    public sealed override Space Observations => Rules.Observations(Size);

    /// <inheritdoc/>
    public sealed override Space Actions => Rules.Moves.Actions;

    /// <inheritdoc/>
    public sealed override SpaceWords ObservationWords => Rules.ObservationWords;

    /// <inheritdoc/>
    public sealed override SpaceWords ActionWords => Rules.Moves.Words;

    private protected abstract RoomRules Rules { get; }

    /// <summary>Every placing of the targets, shuffled by <paramref name="seed"/> and cut.</summary>
    public sealed override TaskSplit Split(ulong seed) => Cut([.. Placings(Rules.Targets.Length).Where(Allowed).Select(cells => cells.SelectMany<int, double>(cell => [cell % Size, cell / Size]).ToImmutableArray())], seed);

    /// <inheritdoc/>
    public sealed override FiniteModel Model(TaskInstance task)
    {
        var cells = task.Parameters.Chunk(2).Select(pair => pair is [var x, var y] && IsCoordinate(x) && IsCoordinate(y) ? (int)y * Size + (int)x : -1).ToArray();
        if (cells.Length == Rules.Targets.Length && cells.All(cell => cell >= 0) && Allowed(cells)) return Rules.Model(Size, cells);
        var (what, where) = (string.Join(", ", Rules.Targets.Select(name => $"{name} x and y")), Rules.TargetsApart ? " in rows and columns of their own" : "");
        throw new ArgumentException($"the parameters of a {Id} task are {what}, whole numbers from 0 to {Size - 1}{where}; got {task}", nameof(task));
    }

    /// <summary>Every way to place so many targets, the last one changing fastest.</summary>
    IEnumerable<int[]> Placings(int targets) => targets == 0 ? [[]]
        : Placings(targets - 1).SelectMany(placed => Enumerable.Range(0, Size * Size).Select(cell => (int[])[.. placed, cell]));

    bool Allowed(int[] cells) => !Rules.TargetsApart || (cells.DistinctBy(cell => cell % Size).Count() == cells.Length && cells.DistinctBy(cell => cell / Size).Count() == cells.Length);

    bool IsCoordinate(double x) => x >= 0 && x < Size && x == Math.Floor(x);
}
