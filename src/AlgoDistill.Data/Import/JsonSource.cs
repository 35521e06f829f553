using System.Text.Json;

namespace AlgoDistill.Data.Import;

/// <summary>Reads values of a JSON file. Every fault names the file and the place.</summary>
static class JsonSource
{
    // A key that comes twice would lose its first value without a word
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The root of a file.</summary>
    /// <exception cref="StoreException">The file cannot be read or is no JSON.</exception>
    public static JsonElement Read(string file) => Guard(file, () => Parse(file, "", File.ReadAllText(file)));

    /// <summary>The root of a text.</summary>
    /// <exception cref="StoreException">The text is no JSON.</exception>
    public static JsonElement Parse(string file, string where, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new StoreException(file, $"{Place(where)}is no JSON: {error.Message}", error);
        }
    }

    /// <summary>The lines of a file that are not blank, each an object.</summary>
    /// <exception cref="StoreException">A line is no JSON, or no object.</exception>
    public static IEnumerable<(string Where, JsonElement Value)> Lines(string file)
    {
        using var text = Guard(file, () => new StreamReader(file));
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var where = $"line {number}";
            var value = Parse(file, where, line);
            yield return value.ValueKind == JsonValueKind.Object ? (where, value) : throw Wrong(file, where, value, "an object");
        }
    }

    /// <summary>The first of some keys that an object has.</summary>
    public static JsonElement? Find(JsonElement value, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (value.TryGetProperty(key, out var found)) return found;
        return null;
    }

    /// <summary>As <see cref="Find"/>, where one must be there.</summary>
    /// <exception cref="StoreException">The object has none of the keys.</exception>
    public static JsonElement Get(string file, string where, JsonElement value, params ReadOnlySpan<string> keys)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Wrong(file, where, value, "an object");
        return Find(value, keys) ?? throw new StoreException(file, $"{Place(where)}{string.Join(" or ", keys.ToArray())} is missing");
    }

    /// <summary>A finite number, or an infinity written as text.</summary>
    public static float Float(string file, string where, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) && float.IsFinite(number) ? number
        : value.ValueKind == JsonValueKind.String && value.GetString() is "-Infinity" ? float.NegativeInfinity
        : throw Wrong(file, where, value, "a finite number");

    /// <summary>A whole number.</summary>
    public static int Integer(string file, string where, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Wrong(file, where, value, "a whole number");

    /// <summary>True or false, or 1 or 0.</summary>
    public static bool Flag(string file, string where, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetDouble(out var number) && number is 0 or 1 => number == 1,
        _ => throw Wrong(file, where, value, "true or false"),
    };

    /// <summary>A text.</summary>
    public static string Text(string file, string where, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) throw Wrong(file, where, value, "a text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new StoreException(file, $"{Place(where)}is no Unicode text: {error.Message}", error); // half of a surrogate pair, which Python writes
        }
    }

    /// <summary>A list of finite numbers, or one of them.</summary>
    public static float[] Floats(string file, string where, JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select((item, i) => Float(file, $"{where}[{i}]", item))] : [Float(file, where, value)];

    /// <summary>A list of finite numbers.</summary>
    public static float[] FloatList(string file, string where, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? Floats(file, where, value) : throw Wrong(file, where, value, "a list of numbers");

    /// <summary>A list of whole numbers.</summary>
    public static int[] IntegerList(string file, string where, JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select((item, i) => Integer(file, $"{where}[{i}]", item))] : throw Wrong(file, where, value, "a list of whole numbers");

    /// <summary>The value of an optional column.</summary>
    public static object? Extra(string file, string where, ExtraType type, JsonElement? value) => value is not { ValueKind: not JsonValueKind.Null } present ? null : type switch
    {
        ExtraType.Float => Float(file, where, present),
        ExtraType.Floats => FloatList(file, where, present),
        ExtraType.Integers => IntegerList(file, where, present),
        _ => Text(file, where, present),
    };

    /// <summary>The fault of a value.</summary>
    public static StoreException Wrong(string file, string where, JsonElement value, string wanted)
    {
        const int Most = 40;
        var text = value.GetRawText();
        return new StoreException(file, $"{Place(where)}is {(text.Length > Most ? text[..Most] + "…" : text)}; it must be {wanted}");
    }

    /// <summary>Turns what a file that cannot be read throws into one kind of error.</summary>
    public static T Guard<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is UnauthorizedAccessException || error is IOException and not StoreException)
        {
            throw new StoreException(file, $"cannot be read: {error.Message}", error);
        }
    }

    static string Place(string where) => where.Length == 0 ? "" : $"{where}: ";
}
