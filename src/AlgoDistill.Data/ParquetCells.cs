using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace AlgoDistill.Data;

/// <summary>Columns of objects, off the hot path: null, or a number, flag or text, or an array of such.</summary>
static class ParquetCells
{
    /// <summary>Writes a column of a row group.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="field">Where the column's values lie.</param>
    /// <param name="type">Its type.</param>
    /// <param name="cells">A value a row. Whole numbers are made as wide as the column's.</param>
    /// <exception cref="ArgumentException">The column is of another type than can be written.</exception>
    public static Task WriteAsync(ParquetRowGroupWriter group, DataField field, ColumnType type, IReadOnlyList<object?> cells) =>
        Type.GetTypeCode(type.Value) switch
    {
        TypeCode.Byte => WriteAsync(group, field, type, cells, value => Convert.ToByte(value, CultureInfo.InvariantCulture)),
        TypeCode.Int32 => WriteAsync(group, field, type, cells, value => Convert.ToInt32(value, CultureInfo.InvariantCulture)),
        TypeCode.Int64 => WriteAsync(group, field, type, cells, value => Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        TypeCode.Single => WriteAsync(group, field, type, cells, value => Convert.ToSingle(value, CultureInfo.InvariantCulture)),
        TypeCode.Double => WriteAsync(group, field, type, cells, value => Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        TypeCode.Boolean => WriteAsync(group, field, type, cells, value => (bool)value),
        TypeCode.String => WriteAsync(group, field, type, cells, value => ((string)value).AsMemory()),
        _ => throw new ArgumentException($"cannot write {type}", nameof(type)),
    };

    static Task WriteAsync<T>(ParquetRowGroupWriter group, DataField field, ColumnType type, IReadOnlyList<object?> cells, Func<object, T> convert)
        where T : struct
    {
        var (values, definitions, repetitions) = (new List<T>(), new List<int>(cells.Count), new List<int>());
        var present = field.MaxDefinitionLevel;
        foreach (var cell in cells)
        {
            if (cell is null || (type.IsList && ((Array)cell).Length == 0))
            {
                definitions.Add(!type.IsList || cell is not null ? present - 1 : present - 2);
                repetitions.Add(0);
                continue;
            }

            var first = values.Count;
            if (!type.IsList) values.Add(convert(cell));
            else if (cell is T[] same) values.AddRange(same);
            else
                foreach (var value in (Array)cell) values.Add(convert(value));
            for (var i = first; i < values.Count; i++)
            {
                definitions.Add(present);
                repetitions.Add(i == first ? 0 : 1);
            }
        }

        var lists = type.IsList ? repetitions.ToArray() : (ReadOnlyMemory<int>?)null;
        return group.WriteAllPartsAsync<T>(field, values.ToArray(), definitions.ToArray(), lists, default);
    }

    /// <summary>Reads a column of a row group: (rows), each null, or a float, float[], int[] or string as the type says.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="field">Where the column's values lie, in the file's own schema.</param>
    /// <param name="type">Its type.</param>
    /// <exception cref="InvalidDataException">The column has another number of rows than the row group.</exception>
    public static async Task<object?[]> ReadAsync(ParquetRowGroupReader group, DataField field, ColumnType type)
    {
        if (type.Value == typeof(string)) return await ReadTextsAsync(group, field);
        return type.Value == typeof(int) ? await ReadAsync<int>(group, field, type.IsList) : await ReadAsync<float>(group, field, type.IsList);
    }

    static async Task<object?[]> ReadTextsAsync(ParquetRowGroupReader group, DataField field)
    {
        var texts = new string?[checked((int)group.RowCount)];
        await group.ReadAsync(field, texts.AsMemory()!);
        return texts;
    }

    static async Task<object?[]> ReadAsync<T>(ParquetRowGroupReader group, DataField field, bool isList) where T : struct
    {
        var count = checked((int)group.GetMetadata(field)!.MetaData!.NumValues);
        var (values, definitions, repetitions) = (new T[count], new int[count], new int[count]);
        await group.ReadRawAsync<T>(field, values, definitions, isList ? repetitions : (Memory<int>?)null);
        var (cells, used) = (new List<object?>(), 0);
        for (int at = 0, next; at < count; at = next)
        {
            for (next = at + 1; isList && next < count && repetitions[next] != 0; next++) ;
            var missing = field.MaxDefinitionLevel - definitions[at];
            if (missing > 0) cells.Add(isList && missing == 1 ? Array.Empty<T>() : null);
            else cells.Add(isList ? values[used..(used + next - at)] : values[used]);
            if (missing == 0) used += next - at;
        }

        return cells.Count == group.RowCount ? [.. cells]
            : throw new InvalidDataException($"column {field.Path.FirstPart} has {cells.Count} values for {group.RowCount} rows");
    }
}
