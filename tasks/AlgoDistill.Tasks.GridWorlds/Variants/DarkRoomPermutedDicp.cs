using System.Collections.Immutable;

namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>
/// Dark Room with permuted actions as DICP has it (Son et al., 2025, after Lee et al., 2023): the goal is always the same, and what each
/// action does must be found out.
/// <para>Observation: the agent's own (x, y). Actions: five, each of which is one of right, left, down, up, stay; walls stop the agent.
/// Start: (0, 0). Reward: 1 at every step that ends in the opposite corner, else 0. End: truncated at the horizon, never terminated.</para>
/// <para>Tasks: the 120 permutations; parameters are the move of each action, by the numbers above.</para>
/// </summary>
public sealed record DarkRoomPermutedDicp : FiniteTasks
{
    static readonly RoomRules Dicp = new(MoveOrder.Dpt, RoomStart.Corner, RoomReward.Always, ["goal"]);
    static readonly ImmutableArray<double> Straight = [0, 1, 2, 3, 4];

    /// <summary>That project's room, horizon and 108 of 120 permutations.</summary>
    public DarkRoomPermutedDicp() => (Size, Horizon, TrainShare) = (9, 50, 0.9);

    /// <inheritdoc/>
    public override string Id => "dark-room-permuted-dicp/v1";

    /// <summary>Cells a side.</summary>
    public int Size { get; init => field = Require.InRange(value, 2, 100); }

    /// <inheritdoc/>
    public override Space Observations => Dicp.Observations(Size);

    /// <inheritdoc/>
    public override Space Actions => Dicp.Moves.Actions;

    /// <inheritdoc/>
    public override SpaceWords ObservationWords => Dicp.ObservationWords;

    /// <summary>Names that do not tell what an action does.</summary>
    public override SpaceWords ActionWords => SpaceWords.OfValues("a", "b", "c", "d", "e");

    /// <summary>All permutations, shuffled by <paramref name="seed"/> and cut.</summary>
    public override TaskSplit Split(ulong seed) => Cut([.. Permutations(Straight)], seed);

    /// <inheritdoc/>
    public override FiniteModel Model(TaskInstance task)
    {
        if (!task.Parameters.Order().SequenceEqual(Straight))
            throw new ArgumentException($"the parameters of a {Id} task are the numbers 0 to 4 in some order; got {task}", nameof(task));
        var straight = Dicp.Model(Size, Size * Size - 1);
        return new FiniteModel(straight.States, straight.Actions, straight.Start.ToArray(),
            (state, action) => straight.Follow(state, (int)task.Parameters[action]).ToArray(), straight.Observe);
    }

    static IEnumerable<ImmutableArray<double>> Permutations(ImmutableArray<double> items) => items.IsEmpty ? [[]]
        : items.SelectMany(first => Permutations(items.Remove(first)).Select(rest => rest.Insert(0, first)));
}
