using System.Runtime.InteropServices;
using System.Text;

namespace AlgoDistill.Data.DuckDb;

/// <summary>Reads values of any readable type as objects, for results that people look at.</summary>
static class ValueReader
{
    /// <summary>Whether <see cref="Read"/> knows the type.</summary>
    public static bool CanRead(ColumnType type) => type.Child is { } child ? Enum.IsDefined(child) && child != DuckType.List : Enum.IsDefined(type.Type);

    /// <summary>The value of one row: null, bool, a whole number, float, double, string or an array of such.</summary>
    public static object? Read(Vector vector, ColumnType type, int row)
    {
        if (!Vector.IsSet(vector.Validity, row)) return null;
        if (type.Child is not { } child) return Scalar(vector, type.Type, row);
        var entry = vector.Values<ListEntry>()[row];
        var values = new object?[entry.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Read(vector.Child, new ColumnType(child), (int)entry.Offset + i);
        return values;
    }

    /// <summary>As <see cref="Read"/>, but a list of floats or of whole numbers is an array of such.</summary>
    /// <exception cref="InvalidDataException">Such a list holds a null.</exception>
    public static object? ReadTyped(Vector vector, ColumnType type, int row)
    {
        if (type.Child is not (DuckType.Integer or DuckType.Float) || !Vector.IsSet(vector.Validity, row)) return Read(vector, type, row);
        var (entry, values) = (vector.Values<ListEntry>()[row], vector.Child);
        for (var i = 0; i < (int)entry.Length; i++)
            if (!Vector.IsSet(values.Validity, (int)entry.Offset + i)) throw new InvalidDataException("a list holds a null");
        return type.Child == DuckType.Integer ? Values<int>() : Values<float>();

        T[] Values<T>() where T : unmanaged => values.Values<T>().Slice((int)entry.Offset, (int)entry.Length).ToArray();
    }

    static object Scalar(Vector vector, DuckType type, int row) => type switch
    {
        DuckType.Boolean => vector.Values<byte>()[row] != 0,
        DuckType.TinyInt => vector.Values<sbyte>()[row],
        DuckType.SmallInt => vector.Values<short>()[row],
        DuckType.Integer => vector.Values<int>()[row],
        DuckType.BigInt => vector.Values<long>()[row],
        DuckType.UTinyInt => vector.Values<byte>()[row],
        DuckType.USmallInt => vector.Values<ushort>()[row],
        DuckType.UInteger => vector.Values<uint>()[row],
        DuckType.UBigInt => vector.Values<ulong>()[row],
        DuckType.Float => vector.Values<float>()[row],
        DuckType.Double => vector.Values<double>()[row],
        DuckType.HugeInt => Narrow(vector.Values<Int128>()[row]),
        DuckType.Varchar => vector.Values<StringValue>()[row].ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(type), $"cannot read {type}"),
    };

    /// <summary>Sums of whole numbers are huge only by type; one that really is becomes a double.</summary>
    static object Narrow(Int128 value) => value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : (double)value;

    /// <summary>DuckDB's string: up to 12 bytes in place, else a pointer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    unsafe struct StringValue
    {
        const int MostInPlace = 12;
        uint length;
        fixed byte prefix[4];
        byte* pointer;

        public override readonly string ToString()
        {
            if (length > MostInPlace) return Encoding.UTF8.GetString(pointer, (int)length);
            fixed (byte* start = prefix) return Encoding.UTF8.GetString(start, (int)length);
        }
    }
}
