using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data;

/// <summary>
/// Reads and writes <c>manifest.json</c>: one task or part a line, and at the end the SHA-256 of all bytes before its own line,
/// so that a change of any byte is seen.
/// </summary>
static class ManifestFile
{
    public const string Name = "manifest.json";

    static readonly JsonSerializerOptions Reading = new(Settings.Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    static readonly JsonSerializerOptions Compact = new(Settings.Json)
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the file is never part of a web page; "×" stays readable
    };

    public static void Write(string folder, Manifest manifest)
    {
        var body = Encoding.UTF8.GetBytes(Body(manifest));
        byte[] file = [.. body, .. Encoding.UTF8.GetBytes(Seal(body))];
        AtomicFile.Write(Path.Combine(folder, Name), file);
    }

    /// <summary>The manifest of a folder, its structure checked.</summary>
    /// <exception cref="StoreException">It is missing, damaged, of a newer version, or says what cannot be.</exception>
    public static Manifest Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path)) throw new StoreException(path, "is missing; the folder is not a store of learning histories");
        var bytes = File.ReadAllBytes(path);
        try
        {
            CheckVersion(path, bytes);
            var manifest = JsonSerializer.Deserialize<Manifest>([.. SealedBody(path, bytes), (byte)'}'], Reading)!;
            if (Fault(manifest) is { } fault) throw new StoreException(path, fault);
            return manifest;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or ArgumentException)
        {
            throw new StoreException(path, $"is damaged: {error.Message}", error);
        }
    }

    /// <summary>The JSON of <paramref name="manifest"/> up to its last brace.</summary>
    internal static string Body(Manifest manifest)
    {
        var text = new StringBuilder("{\n");
        Add("format_version", Json(manifest.FormatVersion));
        Add("library_version", Json(manifest.LibraryVersion));
        if (manifest.LibraryCommit is not null) Add("library_commit", Json(manifest.LibraryCommit));
        if (manifest.ComputedWith is not null) Add("computed_with", Json(manifest.ComputedWith));
        Add("observations", Json(manifest.Observations));
        Add("actions", Json(manifest.Actions));
        if (manifest.Extra is not null) Add("extra", Json(manifest.Extra));
        if (manifest.Absent is not null) Add("absent", Json(manifest.Absent));
        Add("plan", Json(manifest.Plan));
        if (manifest.Shard is not null) Add("shard", Json(manifest.Shard));
        Add("tasks", Lines(manifest.Tasks));
        Add("parts", Lines(manifest.Parts));
        if (manifest.Statistics is { } statistics)
            Add("statistics", $"{{\n{string.Join(",\n", statistics.OrderBy(pair => StoreColumns.Number(pair.Key)).Select(pair => $"{Json(pair.Key)}: {Json(pair.Value)}"))}}}");
        text.Length -= ",\n".Length;
        return text.Append('\n').ToString();

        void Add(string key, string value) => text.Append('"').Append(key).Append("\": ").Append(value).Append(",\n");
        static string Json<T>(T value) => JsonSerializer.Serialize(value, Compact);
        static string Lines<T>(IEnumerable<T> values) => $"[\n{string.Join(",\n", values.Select(Json))}]";
    }

    /// <summary>What is the same for all parts of a plan, however many histories it has, as one line of JSON.</summary>
    public static string PartHeader(Manifest manifest)
    {
        var header = Header(manifest with { Shard = null });
        header["plan"]!.AsObject().Remove("histories");
        return header.ToJsonString(Compact);
    }

    static JsonObject Header(Manifest manifest)
    {
        var header = JsonSerializer.SerializeToNode(manifest with { LibraryCommit = null, ComputedWith = null, Tasks = [], Parts = [], Statistics = null }, Compact)!.AsObject();
        header.Remove("tasks");
        header.Remove("parts");
        return header;
    }

    /// <summary>The first value in which the headers of two manifests differ, and both values; nothing when they are equal. What computed the histories is no part of it.</summary>
    public static string? Difference(Manifest store, Manifest wanted) =>
        Difference("", Header(store), Header(wanted));

    static string? Difference(string path, JsonNode? store, JsonNode? wanted)
    {
        if (store is not JsonObject first || wanted is not JsonObject second)
            return JsonNode.DeepEquals(store, wanted) ? null : $"{path} is {Text(store)} there and {Text(wanted)} here";
        return first.Select(pair => pair.Key).Union(second.Select(pair => pair.Key))
            .Select(key => Difference(path.Length == 0 ? key : $"{path}.{key}", first[key], second[key])).FirstOrDefault(difference => difference is not null);

        static string Text(JsonNode? value) => value?.ToJsonString(Compact) ?? "none";
    }

    internal static string Seal(ReadOnlySpan<byte> body) => $",\"sha256\": \"{Convert.ToHexStringLower(SHA256.HashData(body))}\"}}\n";

    static void CheckVersion(string path, byte[] bytes)
    {
        var json = new Utf8JsonReader(bytes); // the first key of every version, so that nothing else need be understood
        var number = 0;
        if (!(json.Read() && json.TokenType == JsonTokenType.StartObject && json.Read() && json.ValueTextEquals("format_version"u8)
            && json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetInt32(out number)))
            throw new StoreException(path, "does not begin with a format_version; it is not the manifest of a store");
        if (number != Manifest.CurrentVersion)
            throw new StoreException(path, $"is of format version {number}; this library reads version {Manifest.CurrentVersion}; "
                + (number > Manifest.CurrentVersion ? "use a newer one" : "make the store again: generate it with the values under \"plan\" in that file, or import it"));
    }

    static ReadOnlySpan<byte> SealedBody(string path, ReadOnlySpan<byte> bytes)
    {
        var end = bytes.LastIndexOf("\n,\"sha256\""u8) + 1;
        if (end > 0 && bytes[end..].SequenceEqual(Encoding.UTF8.GetBytes(Seal(bytes[..end])))) return bytes[..end];
        throw new StoreException(path, "is damaged: its sha256 is not that of its content");
    }

    static string? Fault(Manifest manifest)
    {
        if (StoreColumns.Fault(manifest.Extra, manifest.Absent) is { } columns) return columns;
        if (manifest.Tasks.IsDefault || manifest.Tasks.Any(task => task is null || task.Parameters.IsDefault)) return "has a task without parameters";
        if (manifest.Tasks.GroupBy(task => task.Index).FirstOrDefault(group => group.Count() > 1) is { } twice) return $"has task {twice.Key} twice";
        if (manifest.Parts.IsDefault) return "has no parts";
        if (manifest.Statistics?.FirstOrDefault(pair => pair.Value is null || pair.Value.IsIncomplete) is { Key: { } column }) return $"lacks statistics of column {column}";
        return PartsFault(manifest);
    }

    static string? PartsFault(Manifest manifest)
    {
        var (first, histories) = (manifest.FirstPart, (long)manifest.FirstHistory);
        for (var i = 0; i < manifest.Parts.Length; i++)
        {
            var part = manifest.Parts[i];
            if (part?.File != StorePart.Name(first + i)) return $"names part {i} \"{part?.File}\"; it must be {StorePart.Name(first + i)}";
            if (part.FirstHistory != histories || part.Histories < 1 || part.Rows < part.Histories || part.Bytes < 1)
                return $"says of {part.File}: first history {part.FirstHistory}, {part.Histories} histories, {part.Rows} rows, {part.Bytes} bytes; "
                    + $"its first history must be {histories}, and every history must have a row";
            if (ContentsFault(part, part.Contents.IsDefault ? [] : part.Contents) is { } fault) return $"says of {part.File}: {fault}";
            histories += part.Histories;
        }

        return histories - manifest.FirstHistory > manifest.Planned ? $"has {histories - manifest.FirstHistory} histories of {manifest.Planned} planned" : null;
    }

    static string? ContentsFault(StorePart part, ImmutableArray<PartEntry> contents) =>
        contents.Any(entry => entry.Rows < 1) ? "a history without rows"
        : contents.Length != part.Histories || contents.Sum(entry => (long)entry.Rows) != part.Rows
            ? $"{part.Histories} histories, {part.Rows} rows; its contents are {contents.Length} histories, {contents.Sum(entry => (long)entry.Rows)} rows" : null;
}
