using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace AlgoDistill.Data.Import;

/// <summary>An array of an <c>.npz</c> file: numbers or booleans in C order, as floats.</summary>
/// <param name="Kind">f for real, i for whole numbers, b for booleans.</param>
/// <param name="Shape">Sizes of its axes.</param>
/// <param name="Values">All values.</param>
sealed partial record NpyArray(char Kind, int[] Shape, float[] Values)
{
    const int MagicBytes = 8, LongestHeader = 1 << 16;
    const double LargestWhole = 1 << 24; // whole numbers that a float holds exactly

    /// <summary>Reads all arrays of a file.</summary>
    /// <exception cref="StoreException">The file is no NPZ, is cut, or an array is of a kind that is not read.</exception>
    public static IReadOnlyDictionary<string, NpyArray> ReadAll(string file) => JsonSource.Guard(file, () =>
    {
        try
        {
            using var zip = ZipFile.OpenRead(file);
            return zip.Entries.ToDictionary(entry => Path.GetFileNameWithoutExtension(entry.FullName), entry => Read(file, entry));
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException or EndOfStreamException)
        {
            throw new StoreException(file, $"is no sound NPZ file: {error.Message}", error);
        }
    });

    static NpyArray Read(string file, ZipArchiveEntry entry)
    {
        var name = entry.FullName;
        using var stream = entry.Open();
        var (descr, shape, dataStart) = Header(file, name, stream);
        var size = int.Parse(descr[2..], CultureInfo.InvariantCulture);
        var count = shape.Aggregate(1L, (product, axis) => Math.Min(product * axis, int.MaxValue + 1L));
        if (count > Array.MaxLength || entry.Length != dataStart + count * size)
            throw new StoreException(file, $"{name}: {entry.Length - dataStart} bytes of data; shape ({string.Join(", ", shape)}) of {descr} needs {count * size}");
        var values = new float[count];
        var buffer = new byte[size];
        for (var i = 0; i < values.Length; i++)
        {
            stream.ReadExactly(buffer);
            var value = Number(descr, buffer);
            if (descr[1] is 'i' or 'u' && Math.Abs(value) > LargestWhole)
                throw new StoreException(file, string.Create(CultureInfo.InvariantCulture, $"{name}: {value} is a whole number beyond ±{LargestWhole}, which floats do not hold exactly"));
            values[i] = (float)value;
        }

        return new NpyArray(descr[1] == 'u' ? 'i' : descr[1], shape, values);
    }

    static (string Descr, int[] Shape, int DataStart) Header(string file, string name, Stream stream)
    {
        var magic = new byte[MagicBytes];
        stream.ReadExactly(magic);
        if (magic[0] != 0x93 || !magic.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new StoreException(file, $"{name}: is no array of NumPy");
        var lengthBytes = new byte[magic[6] == 1 ? 2 : 4]; // format 1.0 has a short length, 2.0 and 3.0 a long one
        stream.ReadExactly(lengthBytes);
        var length = lengthBytes.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (magic[6] is < 1 or > 3 || length > LongestHeader) throw new StoreException(file, $"{name}: format {magic[6]}.{magic[7]} with a header of {length} bytes is not read");
        var header = new byte[length];
        stream.ReadExactly(header);
        var match = HeaderText().Match(Encoding.Latin1.GetString(header));
        if (!match.Success)
            throw new StoreException(file, $"{name}: {Encoding.Latin1.GetString(header).Trim()} is not read; an array must hold little-endian numbers or booleans in C order");
        var sizes = match.Groups["axis"].Captures.Select(axis => int.TryParse(axis.Value, CultureInfo.InvariantCulture, out var size)
            ? size : throw new StoreException(file, $"{name}: an axis of {axis.Value} is too long"));
        return (match.Groups["descr"].Value, [.. sizes], MagicBytes + lengthBytes.Length + (int)length);
    }

    static double Number(string descr, ReadOnlySpan<byte> bytes) => descr[1..] switch
    {
        "f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "f4" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "f8" => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "i1" => (sbyte)bytes[0],
        "i2" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "i4" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "i8" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "u2" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "u4" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        "u8" => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        _ => bytes[0], // u1, b1
    };

    [GeneratedRegex(@"^\{'descr': '(?<descr>[<|](?:f2|f4|f8|[iu][1248]|b1))', 'fortran_order': False, 'shape': \((?:(?<axis>\d+),? ?)*\), \}\s*$")]
    private static partial Regex HeaderText();
}
