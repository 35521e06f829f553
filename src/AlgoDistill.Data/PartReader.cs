using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data;

/// <summary>Reads the rows of parts, one after the other. Not for several threads at once.</summary>
/// <param name="columns">The store's columns.</param>
/// <param name="numbered">Whether columns <c>episode</c> and <c>step</c>, which follow from the order of rows, are read too; else they are 0.</param>
sealed class PartReader(StoreColumns columns, bool numbered = true) : IDisposable
{
    readonly Database database = new(threads: 1);
    readonly string query = $"SELECT *{(numbered ? "" : " REPLACE (0 AS episode, 0 AS step)")} FROM read_parquet(?)";
    PartRows? last;

    /// <summary>All rows of a file, in order; they are there until the next file is read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">Rows that it must have.</param>
    /// <exception cref="StoreException">It cannot be read, or its columns, its number of rows or the lengths of its lists are not those of the store.</exception>
    public PartRows Read(string path, int expected)
    {
        try
        {
            using var result = database.Stream(query, path);
            if (columns.Fault(result) is { } fault) throw new InvalidDataException(fault);
            PartRows? rows = null;
            var at = 0;
            foreach (var chunk in result.Chunks())
            {
                if (at + chunk.Rows <= expected) Copy(chunk, ref rows, at, expected);
                at += chunk.Rows;
            }

            if (at != expected) throw new InvalidDataException($"has {at} rows; the manifest says {expected}");
            if (columns.IsAbsent(StoreColumns.FinalObservation)) rows?.RepeatObservationsAsFinal();
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
        foreach (var column in columns.NeverNull)
            if (!chunk[column].AllValid) throw new InvalidDataException($"column {StoreColumns.Names[column]} has a null in rows {at} to {at + chunk.Rows - 1}");
        foreach (var column in columns.Absent)
            if (!chunk[column].AllNull) throw new InvalidDataException($"column {StoreColumns.Names[column]} has values; the manifest says that it is absent");
        var observations = new SpaceValues(chunk, StoreColumns.Observation, columns.Observations, at);
        var actions = new SpaceValues(chunk, StoreColumns.Action, columns.Actions, at);
        var finals = new SpaceValues(chunk, StoreColumns.FinalObservation, columns.Observations, at);
        rows ??= last = PartRows.Of(columns, expected, last);

        observations.CopyTo(rows.Observations.AsSpan(at * rows.ObservationWidth), chunk.Rows);
        actions.CopyTo(rows.Actions.AsSpan(at * rows.ActionWidth), chunk.Rows);
        Numbers(chunk, rows, at);
        var final = new float[rows.ObservationWidth];
        for (var row = finals.Next(0, chunk.Rows); row < chunk.Rows; row = finals.Next(row + 1, chunk.Rows))
        {
            finals.CopyRow(row, final);
            rows.FinalRows.Add(at + row);
            rows.FinalObservations.AddRange(final);
        }

        Extra(chunk, rows, at);
    }

    void Extra(Chunk chunk, PartRows rows, int at)
    {
        for (var i = 0; i < columns.Extra.Length; i++)
        {
            var (vector, type) = (chunk[StoreColumns.FirstExtra + i], columns.Types[StoreColumns.FirstExtra + i]);
            for (var row = 0; row < chunk.Rows; row++) rows.Extra[i][at + row] = ValueReader.ReadTyped(vector, type, row);
        }
    }

    void Numbers(Chunk chunk, PartRows rows, int at)
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

        void Copy<T>(int column, T[] target) where T : unmanaged
        {
            if (!columns.IsAbsent(column)) chunk[column].Values<T>().CopyTo(target.AsSpan(at));
        }
    }
}
