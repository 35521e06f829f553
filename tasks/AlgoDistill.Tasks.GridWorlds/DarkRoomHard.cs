namespace AlgoDistill.Tasks.GridWorlds;

/// <summary>
/// Dark Room (Hard) (Laskin et al., 2022): a larger room, whose goal is rewarded once.
/// <para>Observation: the agent's own (x, y). Actions: left, right, up, down, stay; walls stop the agent. Start: the centre.
/// Reward: 1 at the first step that ends on the goal, else 0. End: truncated at the horizon, never terminated.</para>
/// <para>Tasks: every cell is the goal of one; parameters (goal x, goal y). Over the 289 goals of the default room the optimal return
/// is 1 and the uniform-random one 0.0373 on average.</para>
/// </summary>
public sealed record DarkRoomHard : RoomTasks
{
    static readonly RoomRules Hard = new(MoveOrder.Own, RoomStart.Centre, RoomReward.Once, ["goal"]);

    /// <summary>The paper's room and horizon; 231 of 289 goals are trained on, for which the paper gives no number.</summary>
    public DarkRoomHard() => (Size, Horizon, TrainShare) = (17, 20, 0.8);

    /// <inheritdoc/>
    public override string Id => "dark-room-hard/v1";

    private protected override RoomRules Rules => Hard;
}
