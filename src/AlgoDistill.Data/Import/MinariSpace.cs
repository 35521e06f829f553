using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlgoDistill.Data.Import;

/// <summary>Spaces as Minari's metadata writes them: JSON in a text, with Python's infinities.</summary>
static partial class MinariSpace
{
    /// <summary>The text of a space.</summary>
    public static string Write(Space space) => space switch
    {
        Space.Discrete { Size: 1, Count: var count } => $$"""{"type": "Discrete", "dtype": "int64", "start": 0, "n": {{count}}}""",
        Space.Discrete { Size: var size, Count: var count } => $$"""{"type": "MultiDiscrete", "dtype": "int64", "nvec": {{Repeat(size, $"{count}")}}, "start": {{Repeat(size, "0")}}}""",
        Space.Box { Size: var size, Low: var low, High: var high } => $$"""{"type": "Box", "dtype": "float32", "shape": [{{size}}], "low": {{Repeat(size, Number(low))}}, "high": {{Repeat(size, Number(high))}}}""",
        _ => throw new ArgumentOutOfRangeException(nameof(space), $"no counterpart of {space}"),
    };

    /// <summary>The space of a text; nothing where only the values can tell, as with bounds that differ from axis to axis.</summary>
    /// <exception cref="StoreException">It is a space whose values are no vector of numbers.</exception>
    public static Space? Read(string file, string name, string text)
    {
        var json = JsonSource.Parse(file, name, Infinity().Replace(text, "\"$0\""));
        return JsonSource.Text(file, $"{name}, type", JsonSource.Get(file, name, json, "type")) switch
        {
            "Discrete" when JsonSource.Find(json, "start") is not { } start || JsonSource.Integer(file, $"{name}, start", start) == 0 =>
                Discrete(file, name, JsonSource.Integer(file, $"{name}, n", JsonSource.Get(file, name, json, "n")), 1),
            "MultiDiscrete" when JsonSource.IntegerList(file, $"{name}, nvec", JsonSource.Get(file, name, json, "nvec")) is [var count, ..] counts && counts.All(other => other == count) =>
                Discrete(file, name, count, counts.Length),
            "Box" => Box(file, name, json),
            "Discrete" or "MultiDiscrete" or "MultiBinary" => null,
            var type => throw new StoreException(file, $"{name} is a {type}; a store holds vectors of numbers: Box, Discrete, MultiDiscrete or MultiBinary"),
        };
    }

    static Space.Discrete Discrete(string file, string name, int count, int size) =>
        count is >= 1 and <= 1 << 24 ? new Space.Discrete(count, size) : throw new StoreException(file, $"{name} has {count} values; allowed is 1 to {1 << 24}");

    static Space.Box Box(string file, string name, JsonElement json)
    {
        var shape = JsonSource.IntegerList(file, $"{name}, shape", JsonSource.Get(file, name, json, "shape"));
        var size = shape.Aggregate(1L, (product, axis) => product * axis);
        if (size is < 1 or > 1 << 24) throw new StoreException(file, $"{name} has {size} numbers; allowed is 1 to {1 << 24}");
        return Bound(json, "low") is { } low && Bound(json, "high") is { } high && low <= high
            ? new Space.Box((int)size, low, high) : new Space.Box((int)size, float.NegativeInfinity, float.PositiveInfinity);
    }

    // One bound for all axes, or none
    static float? Bound(JsonElement json, string key)
    {
        if (JsonSource.Find(json, key) is not { } value) return null;
        var numbers = Leaves(value).Distinct().ToArray();
        return numbers is [{ } number] ? number : null;
    }

    static IEnumerable<float?> Leaves(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.Number => [value.GetSingle()],
        JsonValueKind.String => [value.GetString() is "Infinity" ? float.PositiveInfinity : value.GetString() is "-Infinity" ? float.NegativeInfinity : null],
        _ => [null],
    };

    static string Repeat(int size, string value) => $"[{string.Join(", ", Enumerable.Repeat(value, size))}]";

    static string Number(float value) => float.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity") : JsonSerializer.Serialize(value);

    [GeneratedRegex("-?Infinity")]
    private static partial Regex Infinity();
}
