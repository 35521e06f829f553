using System.Globalization;

namespace AlgoDistill.Data.DuckDb;

/// <summary>Writes objects into columns: the counterpart of <see cref="ValueReader"/>, for columns that are not on a hot path.</summary>
static class ValueWriter
{
    /// <summary>Writes all rows of a column.</summary>
    /// <param name="vector">The column.</param>
    /// <param name="type">Its type: a number, a boolean, a text, or a list of numbers or texts.</param>
    /// <param name="values">A value a row: null, or a number, bool, string or an array of int, float, double or string.</param>
    /// <exception cref="ArgumentException">The column is of another type than can be written.</exception>
    public static void Write(Vector vector, ColumnType type, IReadOnlyList<object?> values)
    {
        var validity = vector.ClearValidity();
        for (var row = 0; row < values.Count; row++)
            if (values[row] is not null) validity[row >> 6] |= 1UL << (row & 63);
        if (type.Child is { } child) WriteLists(vector, child, values);
        else Scalars(vector, type.Type, values);
    }

    static void Scalars(Vector vector, DuckType type, IReadOnlyList<object?> values)
    {
        for (var row = 0; row < values.Count; row++)
        {
            if (values[row] is not { } value) continue;
            if (type == DuckType.Varchar) vector.SetText(row, (string)value);
            else Number(vector, type, row, value);
        }
    }

    static void Number(Vector vector, DuckType type, int row, object value)
    {
        switch (type)
        {
            case DuckType.Boolean: vector.Values<bool>()[row] = (bool)value; break;
            case DuckType.Integer: vector.Values<int>()[row] = Convert.ToInt32(value, CultureInfo.InvariantCulture); break;
            case DuckType.BigInt: vector.Values<long>()[row] = Convert.ToInt64(value, CultureInfo.InvariantCulture); break;
            case DuckType.Float: vector.Values<float>()[row] = Convert.ToSingle(value, CultureInfo.InvariantCulture); break;
            case DuckType.Double: vector.Values<double>()[row] = Convert.ToDouble(value, CultureInfo.InvariantCulture); break;
            default: throw new ArgumentException($"cannot write {type}", nameof(type));
        }
    }

    static void WriteLists(Vector vector, DuckType child, IReadOnlyList<object?> values)
    {
        var all = vector.Reserve(values.Sum(value => (value as Array)?.Length ?? 0));
        var entries = vector.Values<ListEntry>();
        var used = 0;
        for (var row = 0; row < values.Count; row++)
        {
            var length = (values[row] as Array)?.Length ?? 0;
            entries[row] = new ListEntry((ulong)used, (ulong)length);
            Copy(all, child, used, values[row]);
            used += length;
        }
    }

    static void Copy(Vector all, DuckType child, int at, object? list)
    {
        switch (child, list)
        {
            case (_, null): break;
            case (DuckType.Integer, int[] numbers): numbers.CopyTo(all.Values<int>()[at..]); break;
            case (DuckType.Float, float[] numbers): numbers.CopyTo(all.Values<float>()[at..]); break;
            case (DuckType.Double, double[] numbers): numbers.CopyTo(all.Values<double>()[at..]); break;
            case (DuckType.Varchar, string[] texts):
                for (var i = 0; i < texts.Length; i++) all.SetText(at + i, texts[i]);
                break;
            default: throw new ArgumentException($"cannot write {list.GetType().Name} as a list of {child}", nameof(list));
        }
    }
}
