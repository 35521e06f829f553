using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data;

/// <summary>Reads Parquet files of other formats than the store's own, one after the other: the counterpart of <see cref="ParquetTable"/>.</summary>
sealed class ParquetReader : IDisposable
{
    readonly Database database = new(threads: 1);

    /// <summary>The rows of a file, as <see cref="ValueReader"/> reads them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="columns">The columns, in SQL.</param>
    /// <exception cref="StoreException">The file cannot be read, lacks a column, or a column is of a type that is not read.</exception>
    public IEnumerable<object?[]> Read(string file, string columns)
    {
        using var result = Query(file, columns);
        for (var column = 0; column < result.Types.Count; column++)
            if (!ValueReader.CanRead(result.Types[column]))
                throw new StoreException(file, $"column {result.Names[column]} is of a type that is not read; it must be a number, a text or a list of such");
        foreach (var chunk in result.Chunks())
            for (var row = 0; row < chunk.Rows; row++)
                yield return [.. result.Types.Select((type, column) => ValueReader.Read(chunk[column], type, row))];
    }

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();

    QueryResult Query(string file, string columns)
    {
        if (!File.Exists(file)) throw new StoreException(file, "is missing");
        try
        {
            return database.Query($"SELECT {columns} FROM read_parquet(?)", file);
        }
        catch (DuckDbException error)
        {
            throw new StoreException(file, $"cannot be read: {error.Message.Split('\n')[0]}", error);
        }
    }
}
