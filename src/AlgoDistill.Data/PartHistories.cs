using System.Collections.Immutable;

namespace AlgoDistill.Data;

/// <summary>Makes histories of the rows of a part: a row is copied once, from where it was decoded to its history.</summary>
/// <param name="columns">The store's columns.</param>
/// <param name="part">The part.</param>
/// <param name="contents">Its histories where the manifest is to be believed; else columns <c>run</c>, <c>stream</c> and <c>task</c> tell.</param>
sealed class PartHistories(StoreColumns columns, StorePart part, ImmutableArray<PartEntry>? contents = null)
{
    readonly List<HistoryRows> histories = [];

    /// <summary>What has been read.</summary>
    public IEnumerable<PartEntry> Entries => histories.Select(rows => rows.Entry);

    /// <summary>Takes the next rows.</summary>
    public void Add(PartChunk chunk)
    {
        for (int start = 0, rows; start < chunk.Rows; start += rows)
        {
            rows = contents is { } listed ? Listed(listed, chunk, start) : Told(chunk, start);
            histories[^1].Add(chunk, start, rows);
        }
    }

    /// <summary>The histories, in order.</summary>
    /// <param name="tasks">The tasks by their numbers.</param>
    /// <exception cref="ArgumentException">A history's final observations do not fit its ends, or its task is none of the store's, or their number is not the part's.</exception>
    public List<LearningHistory> ToHistories(IReadOnlyDictionary<int, StoreTask> tasks) =>
        histories.Count == part.Histories ? [.. histories.Select(rows => rows.ToHistory(tasks))]
            : throw new ArgumentException($"has {histories.Count} histories; the manifest says {part.Histories}");

    // Both begin a history where one begins at row `start` of the chunk, and give how many rows of it follow there

    int Listed(ImmutableArray<PartEntry> listed, PartChunk chunk, int start)
    {
        if (histories.Count == 0 || histories[^1].Entry.Rows == listed[histories.Count - 1].Rows)
            histories.Add(new HistoryRows(columns, listed[histories.Count], chunk.First + start));
        return Math.Min(chunk.Rows - start, listed[histories.Count - 1].Rows - histories[^1].Entry.Rows);
    }

    int Told(PartChunk chunk, int start)
    {
        var runs = chunk.Values<int>(StoreColumns.Run)[start..];
        var streams = chunk.Values<int>(StoreColumns.Stream)[start..];
        if (histories.Count == 0 || (histories[^1].Entry.Run, histories[^1].Entry.Stream) != (runs[0], streams[0]))
            histories.Add(new HistoryRows(columns, new(runs[0], streams[0], chunk.Values<int>(StoreColumns.Task)[start], part.Rows / part.Histories), chunk.First + start));
        return Math.Min(Same(runs), Same(streams));
    }

    static int Same(ReadOnlySpan<int> values) => values.IndexOfAnyExcept(values[0]) is >= 0 and var other ? other : values.Length;
}
