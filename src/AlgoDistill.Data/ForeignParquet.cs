using System.Data.Common;

namespace AlgoDistill.Data;

/// <summary>Reads Parquet files of others, in any of their encodings, one after the other.</summary>
sealed class ForeignParquet : IDisposable
{
    readonly DuckDb database = new();

    /// <summary>The rows of a file, as <see cref="DuckDb.Row"/> gives them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="columns">The columns, in SQL.</param>
    /// <exception cref="StoreException">The file cannot be read, lacks a column, or a column is of a type that is not read.</exception>
    public IEnumerable<object?[]> Read(string file, string columns)
    {
        if (!File.Exists(file)) throw new StoreException(file, "is missing");
        using var reader = Guarded(file, () => database.Query($"SELECT {columns} FROM read_parquet(?)", file));
        for (var column = 0; column < reader.FieldCount; column++)
            if (!DuckDb.CanRead(reader, column))
                throw new StoreException(file,
                    $"column {reader.GetName(column)} is of a type that is not read; it must be a number, a text or a list of such");
        while (Guarded(file, reader.Read)) yield return DuckDb.Row(reader);
    }

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();

    static T Guarded<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DbException error)
        {
            throw new StoreException(file, $"cannot be read: {error.Message.Split('\n')[0]}", error);
        }
    }
}
