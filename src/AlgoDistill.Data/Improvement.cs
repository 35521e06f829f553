namespace AlgoDistill.Data;

/// <summary>How much a learner improved within a history.</summary>
public static class Improvement
{
    /// <summary>
    /// Mean return of the last tenth of the episodes less that of the first tenth, of at least one episode each; of rewards step by step where
    /// the history is one episode, as with bandits. Never negative: what gets worse counts as 0.
    /// </summary>
    public static double Of(LearningHistory history)
    {
        double[] returns = history.Episodes > 1 ? history.EpisodeReturns() : [.. history.Columns.Rewards.Select(reward => (double)reward)];
        var tenth = Math.Max(1, returns.Length / 10);
        return Math.Max(0, returns[^tenth..].Average() - returns[..tenth].Average());
    }
}
