using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace AlgoDistill.Data;

/// <summary>Writes Parquet files of other formats than the store's own: rows of objects.</summary>
/// <param name="columns">Names and types of the values of a row; each may be null.</param>
/// <param name="record">Name of the structure that the last columns lie in, where there is one.</param>
/// <param name="recordFrom">Number of the first column in it.</param>
sealed class ParquetTable(IReadOnlyList<(string Name, ColumnType Type)> columns, string? record = null, int recordFrom = int.MaxValue)
{
    const int GroupRows = 100_000;

    static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Optimal };

    readonly ParquetSchema schema = new(Fields(columns, record, recordFrom));

    static IEnumerable<Field> Fields(IReadOnlyList<(string Name, ColumnType Type)> columns, string? record, int recordFrom)
    {
        var fields = columns.Select(column => column.Type.Field(column.Name, nullable: true)).ToArray();
        return record is null ? fields : [.. fields[..recordFrom], new StructField(record, fields[recordFrom..])];
    }

    /// <summary>Writes a file of at least one row.</summary>
    /// <param name="path">Name of the file; its folder is made.</param>
    /// <param name="rows">A value a column, as <see cref="ParquetCells"/> takes them.</param>
    /// <param name="metadata">Keys and values of the file's own metadata.</param>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public void Write(string path, IEnumerable<object?[]> rows, params IReadOnlyList<(string Key, string Value)> metadata)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var stream = File.Create(path);
            WriteAsync(stream, rows, metadata.ToDictionary(pair => pair.Key, pair => pair.Value)).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is UnauthorizedAccessException || error is IOException and not StoreException)
        {
            throw new StoreException(path, $"cannot be written: {error.Message}", error);
        }
    }

    async Task WriteAsync(Stream stream, IEnumerable<object?[]> rows, Dictionary<string, string> metadata)
    {
        await using var file = await ParquetWriter.CreateAsync(schema, stream, Options);
        file.CustomMetadata = metadata;
        foreach (var some in rows.Chunk(GroupRows))
        {
            using var group = file.CreateRowGroup();
            for (var column = 0; column < columns.Count; column++)
                await ParquetCells.WriteAsync(group, schema.DataFields[column], columns[column].Type, [.. some.Select(row => row[column])]);
            group.CompleteValidate();
        }
    }
}
