using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data;

/// <summary>Reads the rows of parts, one after the other. Not for several threads at once.</summary>
sealed class PartReader(StoreColumns columns) : IDisposable
{
    readonly Database database = new(threads: 1);

    /// <summary>All rows of a file, in order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">Rows that it must have.</param>
    /// <exception cref="StoreException">It cannot be read, or its columns, its number of rows or the lengths of its lists are not those of the store.</exception>
    public PartRows Read(string path, int expected)
    {
        try
        {
            using var result = database.Query("SELECT * FROM read_parquet(?)", path);
            if (columns.Fault(result) is { } fault) throw new InvalidDataException(fault);
            if (result.Rows != expected) throw new InvalidDataException($"has {result.Rows} rows; the manifest says {expected}");
            PartRows? rows = null;
            var at = 0;
            foreach (var chunk in result.Chunks())
            {
                Copy(chunk, ref rows, at, expected);
                at += chunk.Rows;
            }

            return rows ?? new PartRows(columns, 0);
        }
        catch (Exception error) when (error is DuckDbException or InvalidDataException)
        {
            throw new StoreException(path, error.Message, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();

    /// <summary>Copies a chunk to row <paramref name="at"/>. Memory for all rows is taken only when the lists of the first chunk have the right length.</summary>
    void Copy(Chunk chunk, ref PartRows? rows, int at, int expected)
    {
        foreach (var column in StoreColumns.NeverNull)
            if (!chunk[column].AllValid) throw new InvalidDataException($"column {StoreColumns.Names[column]} has a null in rows {at} to {at + chunk.Rows - 1}");
        var observations = new SpaceValues(chunk, StoreColumns.Observation, columns.Observations, at);
        var actions = new SpaceValues(chunk, StoreColumns.Action, columns.Actions, at);
        var finals = new SpaceValues(chunk, StoreColumns.FinalObservation, columns.Observations, at);
        rows ??= new PartRows(columns, expected);

        observations.CopyTo(rows.Observations.AsSpan(at * rows.ObservationWidth), chunk.Rows);
        actions.CopyTo(rows.Actions.AsSpan(at * rows.ActionWidth), chunk.Rows);
        Numbers(chunk, rows, at);
        var final = new float[rows.ObservationWidth];
        for (var row = 0; row < chunk.Rows; row++)
        {
            if (!finals.Has(row)) continue;
            finals.CopyRow(row, final);
            rows.FinalRows.Add(at + row);
            rows.FinalObservations.AddRange(final);
        }
    }

    static void Numbers(Chunk chunk, PartRows rows, int at)
    {
        Copy(StoreColumns.Run, rows.Run);
        Copy(StoreColumns.Stream, rows.Stream);
        Copy(StoreColumns.Task, rows.Task);
        Copy(StoreColumns.Episode, rows.Episode);
        Copy(StoreColumns.Step, rows.Step);
        Copy(StoreColumns.Update, rows.Update);
        Copy(StoreColumns.Reward, rows.Rewards);
        Copy(StoreColumns.LogProbability, rows.LogProbabilities);
        Copy(StoreColumns.End, rows.Ends);
        if (chunk[StoreColumns.End].Values<byte>().ContainsAnyExceptInRange((byte)EpisodeEnd.None, (byte)EpisodeEnd.Truncated))
            throw new InvalidDataException($"column end has a value above {(int)EpisodeEnd.Truncated} in rows {at} to {at + chunk.Rows - 1}");

        void Copy<T>(int column, T[] target) where T : unmanaged => chunk[column].Values<T>().CopyTo(target.AsSpan(at));
    }
}
