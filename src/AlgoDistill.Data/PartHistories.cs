namespace AlgoDistill.Data;

/// <summary>Makes histories of the rows of a part: a row is copied once, from where it was decoded to its history.</summary>
/// <param name="columns">The store's columns.</param>
/// <param name="part">The part.</param>
sealed class PartHistories(StoreColumns columns, StorePart part)
{
    const int MostRowsAhead = 1 << 20;  // a manifest can say anything; longer histories grow as their rows come

    readonly List<HistoryRows> histories = [];
    readonly int length = Math.Min(part.Rows / part.Histories, MostRowsAhead);

    /// <summary>Takes the next rows.</summary>
    public void Add(PartChunk chunk)
    {
        var runs = chunk.Values<int>(StoreColumns.Run);
        var streams = chunk.Values<int>(StoreColumns.Stream);
        for (int start = 0, rows; start < chunk.Rows; start += rows)
        {
            rows = Math.Min(Same(runs[start..]), Same(streams[start..]));
            if (histories.Count == 0 || !histories[^1].Is(runs[start], streams[start]))
                histories.Add(new HistoryRows(columns, runs[start], streams[start], chunk.Values<int>(StoreColumns.Task)[start], chunk.First + start, length));
            histories[^1].Add(chunk, start, rows);
        }
    }

    /// <summary>The histories, in order.</summary>
    /// <param name="tasks">The tasks by their numbers.</param>
    /// <exception cref="ArgumentException">A history's final observations do not fit its ends, or its task is none of the store's, or their number is not the part's.</exception>
    public List<LearningHistory> ToHistories(IReadOnlyDictionary<int, StoreTask> tasks) =>
        histories.Count == part.Histories ? [.. histories.Select(rows => rows.ToHistory(tasks))]
            : throw new ArgumentException($"has {histories.Count} histories; the manifest says {part.Histories}");

    static int Same(ReadOnlySpan<int> values) => values.IndexOfAnyExcept(values[0]) is >= 0 and var other ? other : values.Length;
}
