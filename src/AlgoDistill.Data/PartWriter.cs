using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data;

/// <summary>Writes histories as Parquet files. The same histories give the same bytes.</summary>
sealed class PartWriter : IDisposable
{
    // Without a dictionary, because DuckDB's merges 0 and −0; version 2 of the encodings is then smaller and faster than version 1.
    const string Format = "FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 0";
    const int MostGroupRows = 122_880; // DuckDB's own choice

    readonly Database database = new(threads: 1);
    readonly StoreColumns columns;
    readonly RowSource source;

    public PartWriter(StoreColumns columns)
    {
        this.columns = columns;
        source = new RowSource(database, "part", columns.AllNames, columns.Types);
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">Name of the file; what is there already is lost.</param>
    /// <param name="histories">The rows.</param>
    /// <param name="metadata">What is needed to read the file without its manifest, kept under the key <c>algodistill</c>.</param>
    /// <exception cref="DuckDbException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A discrete value is not a whole number.</exception>
    public void Write(string path, IReadOnlyList<LearningHistory> histories, string metadata)
    {
        var remaining = histories.Sum(history => (long)history.Length);
        var group = GroupRows(histories);
        var (cursor, written) = (new Cursor(), 0L);
        source.Run(
            () => database.Execute($"COPY (SELECT * FROM part()) TO {Database.Quote(path)} ({Format}, ROW_GROUP_SIZE {group}, KV_METADATA {{ algodistill: {Database.Quote(metadata)} }})"),
            chunk =>
            {
                chunk.Rows = (int)Math.Min(Math.Min(remaining, Database.ChunkRows), group - written % group);
                if (chunk.Rows > 0) Fill(chunk, histories, ref cursor);
                remaining -= chunk.Rows;
                written += chunk.Rows;
            });
    }

    /// <summary>Rows of a row group: where all histories are equally long, and a group can hold one, a whole number of histories.</summary>
    static int GroupRows(IReadOnlyList<LearningHistory> histories)
    {
        var length = histories[0].Length;
        return histories.All(history => history.Length == length) && length <= MostGroupRows ? MostGroupRows / length * length : MostGroupRows;
    }

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();

    void Fill(Chunk chunk, IReadOnlyList<LearningHistory> histories, ref Cursor cursor)
    {
        var observations = new SpaceColumn(chunk[StoreColumns.Observation], columns.Observations, chunk.Rows, "observation");
        var actions = new SpaceColumn(chunk[StoreColumns.Action], columns.Actions, chunk.Rows, "action");
        var finals = new SpaceColumn(chunk[StoreColumns.FinalObservation], columns.Observations, chunk.Rows, "final observation", nullable: true);
        var hasFinals = !columns.IsAbsent(StoreColumns.FinalObservation);
        var extra = columns.Extra.Select(_ => new List<object?>(chunk.Rows)).ToArray();
        for (var at = 0; at < chunk.Rows;)
        {
            var history = histories[cursor.History];
            var (row, count) = (cursor.Row, Math.Min(history.Length - cursor.Row, chunk.Rows - at));
            Numbers(chunk, at, history, row, count, ref cursor.Episode);
            observations.Add(at, history.Columns.Observations.AsSpan(row * history.ObservationWidth, count * history.ObservationWidth));
            actions.Add(at, history.Columns.Actions.AsSpan(row * history.ActionWidth, count * history.ActionWidth));
            for (var i = row; i < row + count; i++)
                if (hasFinals && (history.Columns.Ends[i] != EpisodeEnd.None || i == history.Length - 1)) finals.Add(at + i - row, history.NextObservation(i));
            AddExtra(extra, history, row, count);
            at += count;
            cursor = row + count < history.Length ? cursor with { Row = row + count } : new Cursor { History = cursor.History + 1 };
        }

        observations.Finish();
        actions.Finish();
        finals.Finish();
        for (var i = 0; i < extra.Length; i++) ValueWriter.Write(chunk[StoreColumns.FirstExtra + i], columns.Types[StoreColumns.FirstExtra + i], extra[i]);
        foreach (var column in columns.Absent)
            if (column != StoreColumns.FinalObservation) chunk[column].ClearValidity();
    }

    static void AddExtra(List<object?>[] extra, LearningHistory history, int row, int count)
    {
        for (var column = 0; column < extra.Length; column++)
            for (var i = row; i < row + count; i++) extra[column].Add(history.Columns.Extra[column][i]);
    }

    /// <summary>Writes the columns of single numbers for <paramref name="count"/> rows of a history.</summary>
    static void Numbers(Chunk chunk, int at, LearningHistory history, int row, int count, ref int episode)
    {
        Integers(StoreColumns.Run).Fill(history.Run);
        Integers(StoreColumns.Stream).Fill(history.Stream);
        Integers(StoreColumns.Task).Fill(history.Task.Index);
        var episodes = Integers(StoreColumns.Episode);
        var steps = Integers(StoreColumns.Step);
        for (var i = 0; i < count; i++)
        {
            (episodes[i], steps[i]) = (episode, row + i);
            if (history.Columns.Ends[row + i] != EpisodeEnd.None) episode++;
        }

        history.Columns.Updates.AsSpan(row, count).CopyTo(Integers(StoreColumns.Update));
        history.Columns.Rewards.AsSpan(row, count).CopyTo(chunk[StoreColumns.Reward].Values<float>()[at..]);
        history.Columns.LogProbabilities.AsSpan(row, count).CopyTo(chunk[StoreColumns.LogProbability].Values<float>()[at..]);
        history.Columns.Ends.AsSpan(row, count).CopyTo(chunk[StoreColumns.End].Values<EpisodeEnd>()[at..]);

        Span<int> Integers(int column) => chunk[column].Values<int>().Slice(at, count);
    }

    /// <summary>The next row to write.</summary>
    record struct Cursor
    {
        public int History, Row, Episode;
    }
}
