using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data;

/// <summary>Parquet files of other formats than the store's own: rows of objects, in and out.</summary>
sealed class ParquetTable : IDisposable
{
    const string Format = "FORMAT parquet, COMPRESSION zstd";

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

    /// <summary>Names and types of the columns of a file.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public static IReadOnlyList<(string Name, ColumnType Type)> Columns(string file)
    {
        using var database = new Database(threads: 1);
        using var result = Query(database, file, "* FROM read_parquet(?) LIMIT 0");
        return [.. result.Names.Zip(result.Types)];
    }

    /// <summary>The rows of a file, as <see cref="ValueReader"/> reads them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="columns">The columns, in SQL.</param>
    /// <exception cref="StoreException">The file cannot be read, lacks a column, or a column is of a type that is not read.</exception>
    public static IEnumerable<object?[]> Read(string file, string columns)
    {
        using var database = new Database(threads: 1);
        using var result = Query(database, file, $"{columns} FROM read_parquet(?)");
        if (result.Types.Index().FirstOrDefault(type => !ValueReader.CanRead(type.Item)) is { Item: { Type: not 0 } } other)
            throw new StoreException(file, $"column {result.Names[other.Index]} is of a type that is not read; it must be a number, a text or a list of such");
        foreach (var chunk in result.Chunks())
            for (var row = 0; row < chunk.Rows; row++)
                yield return [.. result.Types.Select((type, column) => ValueReader.Read(chunk[column], type, row))];
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

    static QueryResult Query(Database database, string file, string query)
    {
        if (!File.Exists(file)) throw new StoreException(file, "is missing");
        try
        {
            return database.Query($"SELECT {query}", file);
        }
        catch (DuckDbException error)
        {
            throw new StoreException(file, $"cannot be read: {error.Message.Split('\n')[0]}", error);
        }
    }
}
