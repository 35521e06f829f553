using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data;

/// <summary>Some rows of a part where DuckDB decoded them, checked: no value is null that may not be, and no list has a wrong length.</summary>
readonly ref struct PartChunk
{
    readonly Chunk chunk;
    readonly StoreColumns columns;

    /// <param name="chunk">DuckDB's rows.</param>
    /// <param name="columns">The store's columns.</param>
    /// <param name="first">Number of the first row in its file.</param>
    /// <exception cref="InvalidDataException">A value is at fault.</exception>
    public PartChunk(Chunk chunk, StoreColumns columns, int first)
    {
        (this.chunk, this.columns, First, Rows) = (chunk, columns, first, chunk.Rows);
        foreach (var column in columns.NeverNull)
            if (!chunk[column].AllValid) throw Fault($"column {StoreColumns.Names[column]} has a null");
        foreach (var column in columns.Absent)
            if (!chunk[column].AllNull) throw new InvalidDataException($"column {StoreColumns.Names[column]} has values; the manifest says that it is absent");
        Observations = new SpaceValues(chunk, StoreColumns.Observation, columns.Observations, first);
        Actions = new SpaceValues(chunk, StoreColumns.Action, columns.Actions, first);
        Finals = new SpaceValues(chunk, StoreColumns.FinalObservation, columns.Observations, first);
        if (Values<byte>(StoreColumns.End).ContainsAnyExceptInRange((byte)EpisodeEnd.None, (byte)EpisodeEnd.Truncated))
            throw Fault($"column end has a value above {(int)EpisodeEnd.Truncated}");
    }

    /// <summary>Number of the first row in its file.</summary>
    public int First { get; }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    public SpaceValues Observations { get; }

    public SpaceValues Actions { get; }

    /// <summary>Observations after ends; null in the other rows.</summary>
    public SpaceValues Finals { get; }

    /// <summary>A column of numbers.</summary>
    public ReadOnlySpan<T> Values<T>(int column) where T : unmanaged => chunk[column].Values<T>();

    /// <summary>Copies a column of numbers from row <paramref name="start"/> on, unless it is absent.</summary>
    public void Copy<T>(int column, int start, Span<T> target) where T : unmanaged
    {
        if (!columns.IsAbsent(column)) Values<T>(column).Slice(start, target.Length).CopyTo(target);
    }

    /// <summary>The value of an optional column.</summary>
    /// <exception cref="InvalidDataException">A list holds a null.</exception>
    public object? Extra(int field, int row) =>
        ValueReader.ReadTyped(chunk[StoreColumns.FirstExtra + field], columns.Types[StoreColumns.FirstExtra + field], row);

    InvalidDataException Fault(string what) => new($"{what} in rows {First} to {First + Rows - 1}");
}
