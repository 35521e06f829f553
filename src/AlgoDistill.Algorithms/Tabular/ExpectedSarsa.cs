namespace AlgoDistill.Algorithms;

/// <summary>
/// Expected SARSA (van Seijen et al., 2009): towards r + γ Σ π(a | s′) Q(s′, a), where π is the ε-greedy policy of the step. Learns beyond
/// a truncated end and takes a terminal state's value as zero.
/// </summary>
public sealed record ExpectedSarsa : TabularLearner
{
    /// <inheritdoc/>
    public override string Id => "expected-sarsa";

    private protected override IAgent CreateAgent(ActionTables tables) => new Agent(tables, Discount);

    sealed class Agent(ActionTables tables, double discount) : TabularAgent(tables)
    {
        private protected override void Learn(int stream, int entry, float reward, EpisodeEnd end, int next) => Tables.Learn(stream, entry,
            end == EpisodeEnd.Terminated ? reward : reward + discount * Tables.Expectation(stream, next, Tables.Epsilon(Updates)));
    }
}
