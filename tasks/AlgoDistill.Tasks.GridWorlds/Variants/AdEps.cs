namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>
/// Dark Room as corl-team/ad-eps has it (Zisman et al., 2024): <see cref="DarkRoom"/> but for what is seen and how moves are numbered.
/// <para>Observation: the number of the agent's cell, row by row. Actions: stay, up, right, down, left; walls stop the agent. Start: the
/// centre. Reward: 1 at every step that ends on the goal, else 0. End: truncated at the horizon, never terminated.</para>
/// <para>Tasks: every cell is the goal of one; parameters (goal x, goal y).</para>
/// </summary>
public sealed record DarkRoomAdEps : RoomTasks
{
    static readonly RoomRules AdEps = new(MoveOrder.AdEps, RoomStart.Centre, RoomReward.Always, ["goal"]) { NumberedCells = true };

    /// <summary>That project's room, horizon and 65 of 81 goals.</summary>
    public DarkRoomAdEps() => (Size, Horizon, TrainShare) = (9, 20, 0.8);

    /// <inheritdoc/>
    public override string Id => "dark-room-ad-eps/v1";

    private protected override RoomRules Rules => AdEps;
}

/// <summary>
/// Dark Room (Hard) as corl-team/ad-eps has it (Zisman et al., 2024): the goal ends the episode.
/// <para>Observation: the number of the agent's cell, row by row. Actions: stay, up, right, down, left; walls stop the agent. Start: the
/// centre. Reward: 1 at the step that ends on the goal, else 0. End: terminated at the goal, else truncated at the horizon.</para>
/// <para>Tasks: every cell is the goal of one; parameters (goal x, goal y).</para>
/// </summary>
public sealed record DarkRoomHardAdEps : RoomTasks
{
    static readonly RoomRules AdEps = new(MoveOrder.AdEps, RoomStart.Centre, RoomReward.OnceThenEnd, ["goal"]) { NumberedCells = true };

    /// <summary>That project's room and horizon; it gives no number of goals for this room, and the share is that of its smaller one.</summary>
    public DarkRoomHardAdEps() => (Size, Horizon, TrainShare) = (17, 20, 0.8);

    /// <inheritdoc/>
    public override string Id => "dark-room-hard-ad-eps/v1";

    private protected override RoomRules Rules => AdEps;
}

/// <summary>
/// Dark Key-to-Door as corl-team/ad-eps has it (Zisman et al., 2024): the door ends the episode.
/// <para>Observation: the number of the agent's cell, row by row. Actions: stay, up, right, down, left; walls stop the agent. Start: any
/// cell but the key's, drawn anew each episode. Reward: 1 at the first step that ends on the key and 1 at the first later step that ends
/// on the door, else 0. End: terminated at the door once the key is found, else truncated at the horizon.</para>
/// <para>Tasks: every pair of cells that share neither row nor column; parameters (key x, key y, door x, door y). There are 5184.</para>
/// </summary>
public sealed record KeyToDoorAdEps : RoomTasks
{
    static readonly RoomRules AdEps = new(MoveOrder.AdEps, RoomStart.OffTarget, RoomReward.OnceThenEnd, ["key", "door"]) { NumberedCells = true, TargetsApart = true };

    /// <summary>That project's room, horizon and 1000 training tasks.</summary>
    public KeyToDoorAdEps() => (Size, Horizon, TrainShare) = (9, 40, 1000 / 5184.0);

    /// <inheritdoc/>
    public override string Id => "key-to-door-ad-eps/v1";

    private protected override RoomRules Rules => AdEps;
}
