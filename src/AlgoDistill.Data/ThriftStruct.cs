namespace AlgoDistill.Data;

/// <summary>
/// Looks whether bytes are a structure in Thrift's compact protocol, which is what a Parquet file ends with: its reader may read for ever
/// in one that is cut off.
/// </summary>
ref struct ThriftStruct
{
    const int MostNested = 32;
    const int Stop = 0, True = 1, False = 2, Byte = 3, Integer64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Struct = 12;

    ReadOnlySpan<byte> left;

    /// <summary>Whether <paramref name="bytes"/> are one structure, whole, and nothing else.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var read = new ThriftStruct { left = bytes };
        return read.SkipStruct(0) && read.left.IsEmpty;
    }

    bool SkipStruct(int depth)
    {
        while (depth < MostNested && Next() is { } header)
        {
            if (header == Stop) return true;
            if ((header >> 4 == 0 && Number() is null) || !Skip(header & 15, depth + 1, inList: false)) return false;
        }

        return false;
    }

    bool Skip(int type, int depth, bool inList) => type switch
    {
        True or False => !inList || Drop(1),
        Byte => Drop(1),
        > Byte and <= Integer64 => Number() is not null,
        Double => Drop(sizeof(double)),
        Binary => Number() is { } length && Drop(length),
        List or Set => SkipList(depth),
        Struct => SkipStruct(depth),
        _ => false,
    };

    bool SkipList(int depth)
    {
        if (Next() is not { } header) return false;
        var count = (ulong)(header >> 4);
        if (count == 15)
        {
            if (Number() is not { } many) return false;
            count = many;
        }

        if (count > (ulong)left.Length) return false;   // every element takes a byte or more
        for (; count > 0; count--)
            if (!Skip(header & 15, depth + 1, inList: true)) return false;
        return true;
    }

    bool Drop(ulong count)
    {
        if (count > (ulong)left.Length) return false;
        left = left[(int)count..];
        return true;
    }

    int? Next()
    {
        if (left.IsEmpty) return null;
        var value = left[0];
        left = left[1..];
        return value;
    }

    // Of at most 64 bits, seven of them a byte
    ulong? Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64 && Next() is { } next; shift += 7)
        {
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }

        return null;
    }
}
