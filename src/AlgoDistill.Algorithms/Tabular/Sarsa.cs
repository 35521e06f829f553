namespace AlgoDistill.Algorithms;

/// <summary>
/// SARSA (Rummery and Niranjan, 1994): towards r + γ Q(s′, a′), where a′ is the action taken next. A step is therefore learned from with
/// the one that follows; the last of a truncated episode, which none follows, towards the mean of Q(s′, ·) under the policy. A terminal
/// state's value is zero.
/// </summary>
public sealed record Sarsa : TabularLearner
{
    /// <inheritdoc/>
    public override string Id => "sarsa";

    private protected override IAgent CreateAgent(ActionTables tables) => new Agent(tables, Discount);

    sealed class Agent(ActionTables tables, double discount) : TabularAgent(tables)
    {
        const int None = -1;
        readonly (int Entry, float Reward)[] waiting = [.. Enumerable.Repeat((None, 0f), tables.Streams)]; // for the action that follows

        private protected override void Learn(int stream, int entry, float reward, EpisodeEnd end, int next)
        {
            ref var before = ref waiting[stream];
            if (before.Entry != None) Tables.Learn(stream, before.Entry, before.Reward + discount * Tables.Of(stream)[entry]);
            before = end == EpisodeEnd.None ? (entry, reward) : (None, 0);
            if (end == EpisodeEnd.Terminated) Tables.Learn(stream, entry, reward);
            if (end == EpisodeEnd.Truncated) Tables.Learn(stream, entry, reward + discount * Tables.Expectation(stream, next, Tables.Epsilon(Updates)));
        }
    }
}
