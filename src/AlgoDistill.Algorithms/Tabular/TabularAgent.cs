namespace AlgoDistill.Algorithms;

/// <summary>Acts ε-greedily by <see cref="ActionTables"/>; what a step teaches is the algorithm's.</summary>
abstract class TabularAgent(ActionTables tables) : ITabularAgent
{
    /// <inheritdoc/>
    public int Updates { get; private set; }

    private protected ActionTables Tables => tables;

    /// <inheritdoc/>
    public ReadOnlySpan<double> ActionValues(int stream) => tables.Of(stream);

    /// <inheritdoc/>
    public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities) =>
        tables.Select(Updates, observations, actions, logProbabilities);

    /// <inheritdoc/>
    public void Update(in TransitionBatch transitions)
    {
        for (var stream = 0; stream < tables.Streams; stream++)
        {
            var entry = tables.State(stream, transitions.Observations) * tables.Actions + tables.Action(stream, transitions.Actions);
            Learn(stream, entry, transitions.Rewards[stream], transitions.Ends[stream], tables.State(stream, transitions.NextObservations));
        }

        Updates++;
    }

    /// <summary>Takes in one step of one stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="entry">The state and the action, as an entry of the table.</param>
    /// <param name="reward">What they brought.</param>
    /// <param name="end">Whether the episode ended.</param>
    /// <param name="next">The state that followed.</param>
    private protected abstract void Learn(int stream, int entry, float reward, EpisodeEnd end, int next);
}
