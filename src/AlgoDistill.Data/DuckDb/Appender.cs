namespace AlgoDistill.Data.DuckDb;

/// <summary>Appends chunks to a table.</summary>
sealed class Appender : IDisposable
{
    readonly AppenderHandle handle;

    internal Appender(AppenderHandle handle) => this.handle = handle;

    /// <summary>Appends the rows of a chunk.</summary>
    /// <exception cref="DuckDbException">The columns are not those of the table.</exception>
    public void Add(Chunk chunk) => Check(Native.AppendDataChunk(handle, chunk.Handle));

    /// <summary>Brings all rows into the table.</summary>
    /// <exception cref="DuckDbException">A row breaks a rule of the table, or memory is full.</exception>
    public void Finish() => Check(Native.AppenderClose(handle));

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    void Check(int failed)
    {
        if (failed != 0) throw new DuckDbException(Database.Text(Native.AppenderError(handle)));
    }
}
