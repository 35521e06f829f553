namespace AlgoDistill.Reports;

/// <summary>How progress is counted: return by episode, or reward by trial where every history is a single episode.</summary>
public sealed record Measure
{
    Measure(bool byTrial, int horizon) => (ByTrial, Horizon) = (byTrial, horizon);

    /// <summary>Whether the unit is a step of a single episode.</summary>
    public bool ByTrial { get; }

    /// <summary>Most steps of an episode.</summary>
    public int Horizon { get; }

    /// <summary><c>trial</c> or <c>episode</c>.</summary>
    public string Unit => ByTrial ? "trial" : "episode";

    /// <summary><c>reward</c> or <c>return</c>: what one unit earns.</summary>
    public string Value => ByTrial ? "reward" : "return";

    /// <summary>The measure that suits <paramref name="histories"/>.</summary>
    /// <param name="histories">All histories that are to be compared.</param>
    /// <param name="horizon">Most steps of an episode of their tasks.</param>
    public static Measure For(IEnumerable<LearningHistory> histories, int horizon) => new(histories.All(history => history.Episodes == 1), horizon);

    /// <summary>What each unit earned: rewards, or the returns of the finished episodes.</summary>
    public double[] Of(LearningHistory history)
    {
        if (ByTrial) return [.. history.Columns.Rewards.Select(reward => (double)reward)];
        var returns = history.EpisodeReturns();
        var unfinished = history.Columns.Ends[^1] == EpisodeEnd.None && returns.Length > 1;
        return unfinished ? returns[..^1] : returns;
    }

    /// <summary>What each unit earned in each stream, up to the last unit that all streams reached: (S, P).</summary>
    /// <exception cref="ArgumentException">There is no history.</exception>
    public double[][] Of(IReadOnlyCollection<LearningHistory> histories)
    {
        if (histories.Count == 0) throw new ArgumentException("no history to measure", nameof(histories));
        var streams = histories.Select(Of).ToArray();
        var common = streams.Min(stream => stream.Length);
        return [.. streams.Select(stream => stream[..common])];
    }

    /// <summary>Units of the moving average that shows a learning curve of <paramref name="units"/>, odd; 1 for none.</summary>
    public int Window(int units) => ByTrial ? Math.Max(units / 20, 1) | 1 : 1; // single rewards are noise; a twentieth keeps the rise

    /// <summary>The return of an episode in this measure's unit: itself, or its share of a trial.</summary>
    public double Reference(double episodeReturn) => ByTrial ? episodeReturn / Horizon : episodeReturn;
}
