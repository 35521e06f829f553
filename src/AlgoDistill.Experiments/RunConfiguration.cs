using System.Text.Json;
using System.Text.Json.Nodes;
using AlgoDistill.Data;
using AlgoDistill.Learning;

namespace AlgoDistill.Experiments;

/// <summary>What a training run is made by: <c>configuration.json</c>. Runs of equal configurations end in equal weights, bit by bit, on a CPU.</summary>
public sealed record RunConfiguration
{
    /// <summary>Identifier of the model family.</summary>
    public required string Family { get; init; }

    /// <summary>Folder of the store when training began.</summary>
    public required string Store { get; init; }

    /// <summary>The plan of the store: which histories were distilled.</summary>
    public required StorePlan Histories { get; init; }

    /// <summary>How the model was trained.</summary>
    public required TrainPlan Plan { get; init; }

    /// <summary>What it takes to make the model again.</summary>
    public required JsonObject Model { get; init; }

    /// <summary>Reads the configuration of a run.</summary>
    /// <exception cref="InvalidDataException">The folder is no run, or its configuration is damaged.</exception>
    public static RunConfiguration Read(RunFolder run)
    {
        var values = run.ReadConfiguration();
        try
        {
            return values.Deserialize<RunConfiguration>(Settings.Json)!;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{run.ConfigurationFile} is damaged: {error.Message}", error);
        }
    }

    /// <summary>As <c>configuration.json</c> has it.</summary>
    public JsonObject ToJson() => Settings.ToJson(this);

    /// <summary>What must be equal for training to go on: everything but where the store lies.</summary>
    public string Identity => Settings.ToJson(this with { Store = "" }).ToJsonString();

    /// <summary>The first value in which <paramref name="other"/> differs, as <c>plan.steps is 400 there and 800 here</c>; nothing when training may go on.</summary>
    public string? Difference(RunConfiguration other) =>
        Identity == other.Identity ? null : Difference("", Settings.ToJson(this with { Store = "" }), Settings.ToJson(other with { Store = "" }));

    static string? Difference(string path, JsonNode? mine, JsonNode? others) =>
        mine is JsonObject left && others is JsonObject right
            ? left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key))
                .Select(key => Difference(path.Length == 0 ? key : $"{path}.{key}", left[key], right[key])).FirstOrDefault(found => found is not null)
            : JsonNode.DeepEquals(mine, others) ? null : $"{path} is {mine?.ToJsonString() ?? "none"} there and {others?.ToJsonString() ?? "none"} here";
}
