namespace AlgoDistill.Algorithms;

/// <summary>
/// Tabular Q-learning (Watkins, 1989): towards r + γ max Q(s′, ·). Learns beyond a truncated end and takes a terminal state's value as
/// zero.
/// </summary>
public sealed record QLearning : TabularLearner
{
    /// <inheritdoc/>
    public override string Id => "q-learning";

    private protected override IAgent CreateAgent(ActionTables tables) => new Agent(tables, Discount);

    sealed class Agent(ActionTables tables, double discount) : TabularAgent(tables)
    {
        private protected override void Learn(int stream, int entry, float reward, EpisodeEnd end, int next) =>
            Tables.Learn(stream, entry, end == EpisodeEnd.Terminated ? reward : reward + discount * Tables.Greatest(stream, next));
    }
}
