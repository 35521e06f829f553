namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>
/// Dark Key-to-Door (Laskin et al., 2022): a square room in which an invisible key must be found, then an invisible door.
/// <para>Observation: the agent's own (x, y), not whether it has the key. Actions: left, right, up, down, stay; walls stop the agent.
/// Start: any cell, drawn anew each episode. Reward: 1 at the first step that ends on the key and 1 at the first later step that ends on
/// the door, else 0. End: truncated at the horizon, never terminated.</para>
/// <para>Tasks: every pair of cells, equal ones too; parameters (key x, key y, door x, door y). Over the 6561 tasks of the default room
/// the optimal return is 2 and the uniform-random one 0.251 on average.</para>
/// </summary>
public sealed record KeyToDoor : RoomTasks
{
    static readonly RoomRules Paper = new(MoveOrder.Own, RoomStart.Anywhere, RoomReward.Once, ["key", "door"]);

    /// <summary>The paper's room and horizon; 1968 tasks are trained on, where the paper says that fewer than 2000 are.</summary>
    public KeyToDoor() => (Size, Horizon, TrainShare) = (9, 50, 0.3);

    /// <inheritdoc/>
    public override string Id => "key-to-door/v1";

    private protected override RoomRules Rules => Paper;
}
