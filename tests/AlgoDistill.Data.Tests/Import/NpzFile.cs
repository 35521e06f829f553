using System.IO.Compression;
using System.Text;

namespace AlgoDistill.Data.Tests.Import;

/// <summary>Writes NPZ files as NumPy does: a header padded to 64 bytes, then the values.</summary>
static class NpzFile
{
    public static (string, byte[]) Array(string name, int[] shape, params double[] values) =>
        (name, Npy("<f8", shape, [.. values.SelectMany(BitConverter.GetBytes)]));

    public static (string, byte[]) Integers(string name, int[] shape, params int[] values) =>
        (name, Npy("<i4", shape, [.. values.SelectMany(BitConverter.GetBytes)]));

    public static byte[] Npy(string descr, int[] shape, byte[] data)
    {
        var axes = shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
        var header = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': {axes}, }}";
        header = header.PadRight((header.Length + 11 + 63) / 64 * 64 - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. Encoding.Latin1.GetBytes(header), .. data];
    }

    public static void Write(string path, params (string Name, byte[] Bytes)[] arrays)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in arrays)
        {
            using var stream = zip.CreateEntry($"{name}.npy", CompressionLevel.NoCompression).Open();
            stream.Write(bytes);
        }
    }
}
