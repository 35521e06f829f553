namespace AlgoDistill.Data.DuckDb;

/// <summary>The rows that a query gave.</summary>
sealed unsafe class QueryResult : IDisposable
{
    readonly ResultHandle handle;

    internal QueryResult(ResultHandle handle)
    {
        this.handle = handle;
        var count = (int)Native.ColumnCount(handle);
        Names = [.. Enumerable.Range(0, count).Select(i => Database.Text(Native.ColumnName(handle, (ulong)i)))];
        Types = [.. Enumerable.Range(0, count).Select(i => ColumnType.Of(handle, i))];
    }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns' types.</summary>
    public IReadOnlyList<ColumnType> Types { get; }

    /// <summary>How many rows there are.</summary>
    public long Rows => (long)Native.RowCount(handle);

    /// <summary>The rows, chunk by chunk; each chunk lives until the next is asked for. To be enumerated once.</summary>
    public IEnumerable<Chunk> Chunks()
    {
        while (true)
        {
            using var chunk = new Chunk(Fetch());
            if (chunk.Handle.IsInvalid || chunk.Rows == 0) yield break;
            yield return chunk;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    ChunkHandle Fetch()
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        return Native.FetchChunk(*(NativeResult*)handle.DangerousGetHandle());
    }
}
