namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>
/// Dark Room as the Decision-Pretrained Transformer has it (Lee et al., 2023): a larger room, entered in a corner, and long episodes.
/// <para>Observation: the agent's own (x, y). Actions: right, left, down, up, stay; walls stop the agent. Start: (0, 0). Reward: 1 at
/// every step that ends on the goal, else 0. End: truncated at the horizon, never terminated.</para>
/// <para>Tasks: every cell is the goal of one; parameters (goal x, goal y).</para>
/// </summary>
public sealed record DarkRoomDpt : RoomTasks
{
    static readonly RoomRules Dpt = new(MoveOrder.Dpt, RoomStart.Corner, RoomReward.Always, ["goal"]);

    /// <summary>That project's room, horizon and 80 of 100 goals.</summary>
    public DarkRoomDpt() => (Size, Horizon, TrainShare) = (10, 100, 0.8);

    /// <inheritdoc/>
    public override string Id => "dark-room-dpt/v1";

    private protected override RoomRules Rules => Dpt;
}
