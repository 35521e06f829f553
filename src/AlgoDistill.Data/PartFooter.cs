namespace AlgoDistill.Data;

/// <summary>
/// Looks whether bytes are a footer of a part: structures in Thrift's compact protocol, with the fields that Parquet's footers have. Parquet's
/// reader believes in the types that it expects, whatever is there, and reads for ever in a footer that is cut off or of other types.
/// </summary>
ref struct PartFooter
{
    const int Stop = 0, True = 1, False = 2, Byte = 3, Integer16 = 4, Integer32 = 5, Integer64 = 6, Binary = 8, List = 9, Structure = 12;

    // parquet.thrift: the type of each field by its number, of elements for lists, and which structure a structure is
    sealed record Field(int Type, int Element = 0, Dictionary<int, Field>? Of = null);

    static readonly Field Flag = new(True), Small = new(Byte), Int = new(Integer32), Long = new(Integer64), Text = new(Binary);
    static readonly Dictionary<int, Field> KeyValue = new() { [1] = Text, [2] = Text };
    static readonly Dictionary<int, Field> Statistics = new() { [1] = Text, [2] = Text, [3] = Long, [4] = Long, [5] = Text, [6] = Text, [7] = Flag, [8] = Flag };

    static readonly Dictionary<int, Field> LogicalType = new()
    {
        [1] = Struct([]), [3] = Struct([]), [10] = Struct(new() { [1] = Small, [2] = Flag }),   // text, list, whole number
    };

    static readonly Dictionary<int, Field> SchemaElement = new()
    {
        [1] = Int, [2] = Int, [3] = Int, [4] = Text, [5] = Int, [6] = Int, [7] = Int, [8] = Int, [9] = Int, [10] = Struct(LogicalType),
    };

    static readonly Dictionary<int, Field> ColumnMetaData = new()
    {
        [1] = Int, [2] = ListOf(Integer32), [3] = ListOf(Binary), [4] = Int, [5] = Long, [6] = Long, [7] = Long, [8] = ListOf(Structure, KeyValue),
        [9] = Long, [10] = Long, [11] = Long, [12] = Struct(Statistics),
    };

    static readonly Dictionary<int, Field> ColumnChunk = new() { [1] = Text, [2] = Long, [3] = Struct(ColumnMetaData) };

    static readonly Dictionary<int, Field> RowGroup = new()
    {
        [1] = ListOf(Structure, ColumnChunk), [2] = Long, [3] = Long, [5] = Long, [6] = Long, [7] = new(Integer16),
    };

    static readonly Dictionary<int, Field> FileMetaData = new()
    {
        [1] = Int, [2] = ListOf(Structure, SchemaElement), [3] = Long, [4] = ListOf(Structure, RowGroup), [5] = ListOf(Structure, KeyValue), [6] = Text,
    };

    ReadOnlySpan<byte> left;

    static Field Struct(Dictionary<int, Field> fields) => new(Structure, Of: fields);

    static Field ListOf(int element, Dictionary<int, Field>? fields = null) => new(List, element, fields);

    /// <summary>Whether <paramref name="bytes"/> are a footer, whole, and nothing else.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var read = new PartFooter { left = bytes };
        return read.SkipStruct(FileMetaData) && read.left.IsEmpty;
    }

    bool SkipStruct(Dictionary<int, Field> fields)
    {
        for (var number = 0; Next() is { } header;)
        {
            if (header == Stop) return true;
            number += header >> 4;      // 0 says that the number itself follows, which no footer of ours needs
            var type = (header & 15) == False ? True : header & 15;
            if (header >> 4 == 0 || !fields.TryGetValue(number, out var field) || field.Type != type || !Skip(type, field)) return false;
        }

        return false;
    }

    bool Skip(int type, Field field) => type switch
    {
        True => true,
        Byte => Drop(1),
        Integer16 or Integer32 or Integer64 => Number() is not null,
        Binary => Number() is { } length && Drop(length),
        List => SkipList(field),
        _ => SkipStruct(field.Of!),
    };

    bool SkipList(Field field)
    {
        if (Next() is not { } header || (header & 15) != field.Element) return false;
        var count = (ulong)(header >> 4);
        if (count == 15)
        {
            if (Number() is not { } many) return false;
            count = many;
        }

        if (count > (ulong)left.Length) return false;   // every element takes a byte or more
        for (; count > 0; count--)
            if (!Skip(field.Element, field)) return false;
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
