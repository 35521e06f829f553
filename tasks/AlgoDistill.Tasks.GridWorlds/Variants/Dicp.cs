namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>
/// Dark Room as DICP has it (Son et al., 2025): <see cref="DarkRoom"/> but for the share of goals and how moves are numbered.
/// <para>Observation: the agent's own (x, y). Actions: right, left, down, up, stay; walls stop the agent. Start: the centre. Reward: 1 at
/// every step that ends on the goal, else 0. End: truncated at the horizon, never terminated.</para>
/// <para>Tasks: every cell is the goal of one; parameters (goal x, goal y).</para>
/// </summary>
public sealed record DarkRoomDicp : RoomTasks
{
    static readonly RoomRules Dicp = new(MoveOrder.Dpt, RoomStart.Centre, RoomReward.Always, ["goal"]);

    /// <summary>That project's room, horizon and 73 of 81 goals.</summary>
    public DarkRoomDicp() => (Size, Horizon, TrainShare) = (9, 20, 0.9);

    /// <inheritdoc/>
    public override string Id => "dark-room-dicp/v1";

    private protected override RoomRules Rules => Dicp;
}

/// <summary>
/// Dark Key-to-Door as DICP has it (Son et al., 2025): <see cref="KeyToDoor"/> but for the start, the share of tasks and how moves are
/// numbered.
/// <para>Observation: the agent's own (x, y), not whether it has the key. Actions: right, left, down, up, stay; walls stop the agent.
/// Start: the centre. Reward: 1 at the first step that ends on the key and 1 at the first later step that ends on the door, else 0. End:
/// truncated at the horizon, never terminated.</para>
/// <para>Tasks: every pair of cells, equal ones too; parameters (key x, key y, door x, door y).</para>
/// </summary>
public sealed record KeyToDoorDicp : RoomTasks
{
    static readonly RoomRules Dicp = new(MoveOrder.Dpt, RoomStart.Centre, RoomReward.Once, ["key", "door"]);

    /// <summary>That project's room, horizon and 6233 of 6561 tasks.</summary>
    public KeyToDoorDicp() => (Size, Horizon, TrainShare) = (9, 50, 0.95);

    /// <inheritdoc/>
    public override string Id => "key-to-door-dicp/v1";

    private protected override RoomRules Rules => Dicp;
}
