using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>Tensors in the safetensors format: the length of a JSON header (8 bytes, little-endian), the header, the tensors' bytes.</summary>
public static class SafeTensors
{
    const int LargestHeader = 100_000_000;      // as in the format's own reader

    static readonly (string Name, ScalarType Type)[] Types =
    [
        ("F32", ScalarType.Float32), ("F64", ScalarType.Float64), ("F16", ScalarType.Float16), ("BF16", ScalarType.BFloat16),
        ("I64", ScalarType.Int64), ("I32", ScalarType.Int32), ("U8", ScalarType.Byte), ("BOOL", ScalarType.Bool),
    ];

    /// <summary>Writes tensors, atomically: the file is whole or the old one stays.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Tensors by name, on any device.</param>
    /// <param name="metadata">Texts to keep beside them.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, IReadOnlyList<(string Name, Tensor Value)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        var header = new JsonObject { ["__metadata__"] = new JsonObject(metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) };
        var contents = new List<Tensor>();
        long offset = 0;
        foreach (var (name, value) in tensors)
        {
            var content = value.detach().cpu().contiguous();
            var end = offset + content.bytes.Length;
            header[name] = new JsonObject
            {
                ["dtype"] = Types.First(type => type.Type == content.dtype).Name,
                ["shape"] = new JsonArray([.. content.shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            contents.Add(content);
            offset = end;
        }

        var text = JsonSerializer.SerializeToUtf8Bytes(header);
        var padding = (8 - text.Length % 8) % 8;    // data begin at a multiple of 8
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, text.Length + padding);
            stream.Write(length);
            stream.Write(text);
            for (var i = 0; i < padding; i++) stream.WriteByte((byte)' ');
            foreach (var content in contents) stream.Write(content.bytes);
        });
    }

    /// <summary>Reads all tensors of a file, to the CPU.</summary>
    /// <exception cref="InvalidDataException">The file is no safetensors file, or is damaged; the message says where.</exception>
    public static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Load(string path)
    {
        using var stream = File.OpenRead(path);
        var header = ReadHeader(stream, path, out var start);
        var tensors = new Dictionary<string, Tensor>();
        var metadata = new Dictionary<string, string>();
        foreach (var (name, entry) in header)
        {
            if (name == "__metadata__") metadata = entry!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>());
            else tensors[name] = ReadTensor(stream, path, start, name, entry);
        }

        return (tensors, metadata);
    }

    static JsonObject ReadHeader(FileStream stream, string path, out long start)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8) throw Damaged(path, "it is shorter than 8 bytes");
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        start = 8 + length;
        if (length is < 2 or > LargestHeader || start > stream.Length) throw Damaged(path, $"its header claims {length} bytes");
        var text = new byte[length];
        stream.ReadExactly(text);
        try
        {
            return JsonNode.Parse(text)?.AsObject() ?? throw Damaged(path, "its header is null");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Damaged(path, $"its header is no JSON object ({error.Message})");
        }
    }

    static Tensor ReadTensor(FileStream stream, string path, long start, string name, JsonNode? entry)
    {
        try
        {
            var type = Types.First(type => type.Name == entry!["dtype"]!.GetValue<string>()).Type;
            var shape = entry!["shape"]!.AsArray().Select(size => size!.GetValue<long>()).ToArray();
            var (from, to) = (entry["data_offsets"]![0]!.GetValue<long>(), entry["data_offsets"]![1]!.GetValue<long>());
            if (from < 0 || to < from || start + to > stream.Length || shape.Any(size => size < 0)) throw Damaged(path, $"tensor {name} lies outside the file");
            var tensor = empty(shape, dtype: type);
            if (tensor.bytes.Length != to - from) throw Damaged(path, $"tensor {name} has {to - from} bytes; its shape needs {tensor.bytes.Length}");
            stream.Position = start + from;
            stream.ReadExactly(tensor.bytes);
            return tensor;
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or NullReferenceException or ArgumentOutOfRangeException)
        {
            throw Damaged(path, $"the entry of tensor {name} is malformed");
        }
    }

    static InvalidDataException Damaged(string path, string fault) => new($"{path} is no whole safetensors file: {fault}");
}
