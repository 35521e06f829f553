namespace AlgoDistill.Data.DuckDb;

/// <summary>Up to <see cref="Database.ChunkRows"/> rows, column by column.</summary>
/// <param name="handle">DuckDB's chunk.</param>
sealed class Chunk(ChunkHandle handle) : IDisposable
{
    /// <summary>Rows; to be set before the columns of a new chunk are filled.</summary>
    public int Rows
    {
        get => (int)Native.DataChunkGetSize(handle);
        set => Native.DataChunkSetSize(handle, (ulong)value);
    }

    internal ChunkHandle Handle => handle;

    /// <summary>The column of number <paramref name="column"/>.</summary>
    public Vector this[int column] => new(Native.DataChunkGetVector(handle, (ulong)column), Rows);

    /// <summary>An empty chunk of the given columns.</summary>
    public static Chunk Of(ReadOnlySpan<ColumnType> columns)
    {
        var types = new TypeHandle[columns.Length];
        var pointers = new nint[columns.Length];
        try
        {
            for (var i = 0; i < types.Length; i++)
            {
                types[i] = columns[i].Create();
                pointers[i] = types[i].DangerousGetHandle();
            }

            return new Chunk(Native.CreateDataChunk(pointers, (ulong)types.Length));
        }
        finally
        {
            foreach (var type in types) type?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
