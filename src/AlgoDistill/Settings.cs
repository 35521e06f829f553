using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AlgoDistill;

/// <summary>Configurations are records; this writes one as JSON, reads it back and changes single values by name.</summary>
public static class Settings
{
    const string None = "none"; // the text of a value that is absent
    const string Inner = "inner"; // the key of what a wrapper wraps

    /// <summary>snake_case keys, enumerations by name, computed properties left out, infinities allowed.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The values of a configuration; those of a family that is wrapped are under the key <c>inner</c>.</summary>
    public static JsonObject ToJson(object configuration)
    {
        var values = JsonSerializer.SerializeToNode(configuration, configuration.GetType(), Json)!.AsObject();
        if (configuration is TaskWrapper wrapper) values[Inner] = ToJson(wrapper.Inner);
        return values;
    }

    /// <summary>A configuration of the type of <paramref name="like"/> with the values of <paramref name="values"/>.</summary>
    /// <exception cref="ArgumentException">A value is unknown, of the wrong type or out of range.</exception>
    public static T FromJson<T>(T like, JsonObject values) where T : class
    {
        try
        {
            if (like is not TaskWrapper wrapper) return (T)values.Deserialize(like.GetType(), Json)!;
            var own = values.DeepClone().AsObject();
            own.Remove(Inner);
            var inner = values[Inner] as JsonObject ?? throw new JsonException($"the settings of the family that it wraps, \"{Inner}\", are missing");
            return (T)(object)((TaskWrapper)own.Deserialize(like.GetType(), Json)! with { Inner = FromJson(wrapper.Inner, inner) });
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"{like.GetType().Name}: {error.Message}", error);
        }
    }

    /// <summary>A copy of <paramref name="configuration"/> with each <c>Name=Value</c> applied; records inside the record are reached by the plain name too.</summary>
    /// <param name="configuration">A record.</param>
    /// <param name="assignments">Such as <c>LearningRate=0.1</c>; case and underscores in the name do not matter.</param>
    /// <exception cref="ArgumentException">An assignment has no equals sign, an unknown name (the known ones are listed), or a value of the wrong type or out of range.</exception>
    public static T With<T>(T configuration, IEnumerable<string> assignments) where T : class
    {
        var values = ToJson(configuration);
        foreach (var assignment in assignments)
        {
            var (name, text) = Cut(assignment);
            var node = Nodes(values, configuration).FirstOrDefault(node => Same(node.Key, name))
                ?? throw new ArgumentException($"unknown setting \"{name}\" of {configuration.GetType().Name}; it has {Names(configuration)}");
            node.Owner[node.Key] = Parse(node, text, configuration.GetType());
        }

        return FromJson(configuration, values);
    }

    /// <summary>Whether <paramref name="configuration"/> has a setting called <paramref name="name"/>.</summary>
    public static bool Has(object configuration, string name) => Nodes(configuration).Any(node => Same(node.Key, name));

    /// <summary>The names and present values of a configuration's settings, as <c>LearningRate=0.1, Discount=0.9</c>.</summary>
    public static string Names(object configuration) =>
        Nodes(configuration).Where(node => node.Value is not JsonObject).Select(node => $"{Pascal(node.Key)}={node.Value?.ToJsonString().Trim('"') ?? None}").ToArray()
            is { Length: > 0 } values ? string.Join(", ", values) : "no settings";

    /// <summary>The name and the text of <c>Name=Value</c>.</summary>
    /// <exception cref="ArgumentException">There is no equals sign, or nothing before it.</exception>
    public static (string Name, string Value) Cut(string assignment)
    {
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (assignment[..equals], assignment[(equals + 1)..])
            : throw new ArgumentException($"setting \"{assignment}\" is not of the form Name=Value");
    }

    static JsonNode? Parse(Node node, string text, Type owner)
    {
        var type = Nullable.GetUnderlyingType(node.Type) ?? node.Type;
        if (type != node.Type && text == None) return null;
        JsonNode? value =
            type == typeof(bool) ? (bool.TryParse(text, out var flag) ? flag : null)
            : type == typeof(string) || type.IsEnum ? text
            : type.IsPrimitive ? Number(text)
            : Structure(text);
        return value ?? throw new ArgumentException(
            $"setting {Pascal(node.Key)} of {owner.Name} is \"{text}\"; it must be like {node.Value?.ToJsonString() ?? "a number"}");
    }

    static JsonValue? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) || double.IsNaN(real) ? null
        : double.IsInfinity(real) ? JsonValue.Create(real > 0 ? "Infinity" : "-Infinity") : JsonValue.Create(real);

    static JsonNode? Structure(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static IEnumerable<Node> Nodes(object configuration) => Nodes(ToJson(configuration), configuration);

    static IEnumerable<Node> Nodes(JsonObject values, object configuration) => configuration is TaskWrapper wrapper
        ? Nodes(values, configuration.GetType()).Concat(Nodes(values[Inner]!.AsObject(), wrapper.Inner))
        : Nodes(values, configuration.GetType());

    // A record's own settings, then those of the records inside it
    static IEnumerable<Node> Nodes(JsonObject values, Type type)
    {
        var all = Json.GetTypeInfo(type).Properties.Where(property => values.ContainsKey(property.Name))
            .Select(property => new Node(values, property.Name, property.PropertyType)).ToArray();
        return all.Concat(all.Where(node => node.Value is JsonObject).SelectMany(node => Nodes(node.Value!.AsObject(), node.Type)));
    }

    sealed record Node(JsonObject Owner, string Key, Type Type)
    {
        public JsonNode? Value => Owner[Key];
    }

    static bool Same(string key, string name) =>
        string.Equals(key.Replace("_", "", StringComparison.Ordinal), name.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    static string Pascal(string key) => string.Concat(key.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
