using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// TorchSharp's file of named tensors: the count; for each entry its name, its scalar type, its rank and sizes, and its
/// elements as they lie in memory. Numbers are LEB128.
/// </summary>
internal static class StateFile
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Writes to a temporary name beside the file, flushes it to the disk, and renames it.</summary>
    internal static void Write(string location, Action<BinaryWriter> write)
    {
        var temporary = location + ".tmp";
        using (var stream = File.Create(temporary))
        using (var writer = new BinaryWriter(stream))
        {
            write(writer);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, location, overwrite: true);
    }

    internal static void Write(BinaryWriter writer, IReadOnlyCollection<KeyValuePair<string, Tensor>> entries)
    {
        writer.Write7BitEncodedInt64(entries.Count);
        foreach (var (name, tensor) in entries)
        {
            writer.Write(name);
            Write(writer, tensor);
        }
    }

    internal static Dictionary<string, Tensor> Read(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt64();
        var entries = new Dictionary<string, Tensor>();
        for (var i = 0L; i < count; i++) entries.Add(reader.ReadString(), ReadTensor(reader));
        return entries;
    }

    internal static unsafe void Write(BinaryWriter writer, Tensor tensor)
    {
        using var detached = tensor.detach();
        using var local = detached.cpu();
        using var packed = local.contiguous();
        writer.Write7BitEncodedInt64((long)packed.dtype);
        writer.Write7BitEncodedInt64(packed.dim());
        foreach (var size in packed.shape) writer.Write7BitEncodedInt64(size);
        ForEachChunk(packed, (memory, length) => writer.Write(new ReadOnlySpan<byte>((void*)memory, length)));
    }

    internal static unsafe Tensor ReadTensor(BinaryReader reader)
    {
        var type = (ScalarType)reader.Read7BitEncodedInt64();
        var size = new long[reader.Read7BitEncodedInt64()];
        for (var d = 0; d < size.Length; d++) size[d] = reader.Read7BitEncodedInt64();
        var tensor = empty(size, type, CPU);
        ForEachChunk(tensor, (memory, length) => reader.BaseStream.ReadExactly(new Span<byte>((void*)memory, length)));
        return tensor;
    }

    // A tensor may be larger than a span can be.
    private static unsafe void ForEachChunk(Tensor tensor, Action<nint, int> action)
    {
        var total = tensor.numel() * tensor.ElementSize;
        for (var done = 0L; done < total; done += ChunkBytes)
            action((nint)tensor.Pointer() + (nint)done, (int)Math.Min(ChunkBytes, total - done));
    }
}

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor Load(BinaryReader reader) => StateFile.ReadTensor(reader);

        public void save(string location) => StateFile.Write(location, this.Save);

        public static Tensor load(string location)
        {
            using var reader = new BinaryReader(File.OpenRead(location));
            return Load(reader);
        }
    }

    public static void save(Tensor t, string location) => t.save(location);

    public static Tensor load(string location) => Tensor.load(location);
}
