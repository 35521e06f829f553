using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data;

/// <summary>Takes some rows of a part; they are gone when it returns.</summary>
delegate void TakeRows(PartChunk chunk);

/// <summary>Reads the rows of parts, one after the other. Not for several threads at once.</summary>
sealed class PartReader : IDisposable
{
    readonly StoreColumns columns;
    readonly Database database = new(threads: 1);
    readonly RowSink sink;
    readonly string query;

    /// <param name="columns">The store's columns.</param>
    /// <param name="left">Columns of numbers that are not read and come as 0, because they are known or follow from the order of rows.</param>
    public PartReader(StoreColumns columns, params IReadOnlyList<int> left)
    {
        this.columns = columns;
        sink = new RowSink(database, "take", columns.Types);
        query = $"SELECT count(take({string.Join(", ", columns.AllNames.Select((name, column) => left.Contains(column) ? "0" : $"\"{name}\""))})) FROM read_parquet(?)";
    }

    /// <summary>Reads all rows of a file, in order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">Rows that it must have.</param>
    /// <param name="take">Takes them.</param>
    /// <exception cref="StoreException">It cannot be read, or its columns, its number of rows or the lengths of its lists are not those of the store.</exception>
    public void Read(string path, int expected, TakeRows take)
    {
        try
        {
            using (var schema = database.Query("FROM read_parquet(?) LIMIT 0", path))
                if (columns.Fault(schema) is { } fault) throw new InvalidDataException(fault);
            using (var count = database.Query("SELECT num_rows FROM parquet_file_metadata(?)", path))
                Check(count.Chunks().Select(chunk => chunk[0].Values<long>()[0]).Single(), expected); // before there is room for so many
            var rows = 0L;
            sink.Run(() => database.Query(query, path).Dispose(), chunk =>
            {
                if (rows + chunk.Rows <= expected) take(new PartChunk(chunk, columns, (int)rows));
                rows += chunk.Rows;
            });
            Check(rows, expected);
        }
        catch (Exception error) when (error is DuckDbException or InvalidDataException)
        {
            throw new StoreException(path, error.Message, error);
        }
    }

    static void Check(long rows, int expected)
    {
        if (rows != expected) throw new InvalidDataException($"has {rows} rows; the manifest says {expected}");
    }

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();
}
