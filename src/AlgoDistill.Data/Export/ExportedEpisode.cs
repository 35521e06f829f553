namespace AlgoDistill.Data.Export;

/// <summary>One episode of a store, on its way out.</summary>
/// <param name="History">Its history.</param>
/// <param name="Number">Its number in the store.</param>
/// <param name="Start">Its first row in the history.</param>
/// <param name="Length">Its rows.</param>
readonly record struct ExportedEpisode(LearningHistory History, int Number, int Start, int Length)
{
    /// <summary>Its last row in the history.</summary>
    public int Last => Start + Length - 1;

    /// <summary>How it ended; not at all, where its history breaks off.</summary>
    public EpisodeEnd End => History.Columns.Ends[Last];

    /// <summary>Its rows in the history.</summary>
    public IEnumerable<int> Rows => Enumerable.Range(Start, Length);

    /// <summary>All episodes of a store, in order.</summary>
    public static IEnumerable<ExportedEpisode> Of(HistoryStore store) => Of(store.ReadHistories());

    /// <summary>All episodes of some histories, in order; numbers begin at <paramref name="first"/>.</summary>
    public static IEnumerable<ExportedEpisode> Of(IEnumerable<LearningHistory> histories, int first = 0)
    {
        foreach (var history in histories)
        {
            for (var episode = 0; episode < history.Episodes; episode++)
            {
                var (start, length) = history.Episode(episode);
                yield return new ExportedEpisode(history, first++, start, length);
            }
        }
    }

    /// <summary>A value of a space as a cell of a table: whole numbers as such, a single discrete one without a list.</summary>
    public static object Cell(Space space, ReadOnlySpan<float> value)
    {
        if (space is not Space.Discrete discrete) return value.ToArray();
        if (discrete.Size == 1) return (int)value[0];
        var whole = new int[value.Length];
        for (var i = 0; i < whole.Length; i++) whole[i] = (int)value[i];
        return whole;
    }

    /// <summary>A number that is not known becomes nothing.</summary>
    public static object? Known(float number) => float.IsNaN(number) ? null : number;
}
