using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data;

/// <summary>Parquet files of other formats than the store's own: rows of objects, in and out.</summary>
sealed class ParquetTable : IDisposable
{
    // Without a dictionary, because DuckDB's merges 0 and −0
    const string Format = "FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 0";

    readonly Database database = new(threads: 1);
    readonly ColumnType[] types;
    readonly RowSource source;

    /// <summary>A kind of file.</summary>
    /// <param name="columns">Names and types of the values of a row.</param>
    public ParquetTable(IReadOnlyList<(string Name, ColumnType Type)> columns)
    {
        types = [.. columns.Select(column => column.Type)];
        source = new RowSource(database, "rows", [.. columns.Select(column => column.Name)], types);
    }

    /// <summary>Writes a file of at least one row.</summary>
    /// <param name="path">Name of the file; its folder is made.</param>
    /// <param name="rows">A value a column, as <see cref="ValueWriter"/> takes them.</param>
    /// <param name="select">What becomes of the columns, in SQL.</param>
    /// <param name="metadata">Keys and values of the file's own metadata.</param>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void Write(string path, IEnumerable<object?[]> rows, string select = "*", params IReadOnlyList<(string Key, string Value)> metadata)
    {
        var extra = metadata.Count == 0 ? "" : $", KV_METADATA {{ {string.Join(", ", metadata.Select(pair => $"{pair.Key}: {Database.Quote(pair.Value)}"))} }}";
        using var enumerator = rows.GetEnumerator();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            source.Run(() => database.Execute($"COPY (SELECT {select} FROM rows()) TO {Database.Quote(path)} ({Format}{extra})"), chunk => Fill(chunk, enumerator));
        }
        catch (Exception error) when (error is DuckDbException or UnauthorizedAccessException or IOException)
        {
            throw new StoreException(path, $"cannot be written: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => database.Dispose();

    void Fill(Chunk chunk, IEnumerator<object?[]> rows)
    {
        var taken = new List<object?[]>(Database.ChunkRows);
        while (taken.Count < Database.ChunkRows && rows.MoveNext()) taken.Add(rows.Current);
        chunk.Rows = taken.Count;
        for (var column = 0; taken.Count > 0 && column < types.Length; column++) ValueWriter.Write(chunk[column], types[column], [.. taken.Select(row => row[column])]);
    }
}
