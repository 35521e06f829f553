using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data.Import;

/// <summary>
/// Rollout logs of trlX: folders <c>run-*</c> with <c>config.json</c> and one <c>epoch-TIME.json</c> for each batch of rollouts. A run is a
/// learning history; the learner changes between its epochs; a rollout is an episode of one step, whose action is the response.
/// </summary>
/// <remarks>
/// Prompts and responses are optional columns, and so observation and action are void: one value, 0. <c>reward</c> is the sum of the
/// rollout's rewards for each token, which is its score less the penalty for diverging from the reference model; score and penalty apart
/// are known only if the log has them.
/// </remarks>
public sealed class TrlxImporter : IImporter
{
    static readonly ImmutableArray<(string Key, ExtraField Field)> Fields =
    [
        ("query_text", new("prompt", ExtraType.Text)),
        ("response_text", new("completion", ExtraType.Text)),
        ("query_tensor", new("prompt_tokens", ExtraType.Integers)),
        ("response_tensor", new("completion_tokens", ExtraType.Integers)),
        ("logprobs", new("token_log_probabilities", ExtraType.Floats)),
        ("values", new("token_values", ExtraType.Floats)),
        ("rewards", new("token_rewards", ExtraType.Floats)),
        ("score", new("score", ExtraType.Float)),
        ("kl", new("kl", ExtraType.Float)),
    ];

    static readonly string[] PerToken = ["logprobs", "values", "rewards"];

    // What of a run's config.json makes the learner; the rest is about machines, paths and logging
    static readonly string[] LearnerSettings = ["method", "optimizer", "scheduler"];

    /// <inheritdoc/>
    public string Id => "trlx";

    /// <inheritdoc/>
    public string Description => "rollout logs of trlX: a folder of run-*/config.json and run-*/epoch-*.json";

    /// <inheritdoc/>
    public ImportSource Open(string path)
    {
        var runs = Runs(path);
        var keys = Keys(runs);
        var fields = Fields.Where(field => keys.Contains(field.Key)).ToImmutableArray();
        return new ImportSource
        {
            Files = [.. runs.SelectMany(run => run.Epochs.Prepend(run.Config))],
            Mapping = fields.ToDictionary(field => field.Key, field => field.Field.Name),
            Histories = () => runs.Select((run, number) => History(run, number, keys, fields)),
            Observations = new Space.Discrete(1),
            Actions = new Space.Discrete(1),
            Extra = [.. fields.Select(field => field.Field)],
            Absent = Absent(keys),
            Details = new JsonObject
            {
                ["runs"] = new JsonArray([.. runs.Select(run => new JsonObject { ["name"] = run.Name, ["epochs"] = run.Epochs.Count, ["config"] = Settings(run.Config) })]),
                ["ignored"] = new JsonArray([.. keys.Where(key => Fields.All(field => field.Key != key)).Select(key => (JsonNode)key)]),
            },
        };
    }

    static ImmutableArray<string> Absent(HashSet<string> keys)
    {
        var absent = ImmutableArray.CreateBuilder<string>();
        if (!keys.Contains("rewards") && !keys.Contains("score")) absent.Add("reward");
        if (!keys.Contains("logprobs")) absent.Add("log_probability");
        absent.Add("final_observation");
        return absent.ToImmutable();
    }

    static List<TrlxRun> Runs(string path)
    {
        var folders = Directory.Exists(path) ? Directory.GetDirectories(path, "run-*") : [];
        if (folders.Length == 0 && File.Exists(Path.Combine(path, "config.json"))) folders = [path];
        if (folders.Length == 0) throw new StoreException(path, "has no folder run-*; it is no folder of rollout logs");
        return [.. folders.Select(TrlxRun.Open).OrderBy(run => run.Start).ThenBy(run => run.Name, StringComparer.Ordinal)];
    }

    /// <summary>The keys of the first rollout, which all others must have.</summary>
    static HashSet<string> Keys(List<TrlxRun> runs)
    {
        foreach (var epoch in runs.SelectMany(run => run.Epochs))
        {
            if (Rollouts(epoch).FirstOrDefault() is not { ValueKind: JsonValueKind.Object } first) continue;
            var keys = first.EnumerateObject().Select(property => property.Name).ToHashSet();
            foreach (var part in (string[])["query", "response"])
                if (!keys.Contains($"{part}_tensor") && !keys.Contains($"{part}_text"))
                    throw new StoreException(epoch, $"rollout 0: {part}_tensor or {part}_text is missing");
            return keys;
        }

        throw new StoreException(runs[0].Epochs[0], "has no rollout, and no other epoch has one");
    }

    static IEnumerable<JsonElement> Rollouts(string epoch)
    {
        var root = JsonSource.Read(epoch);
        return root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : throw JsonSource.Wrong(epoch, "", root, "a list of rollouts");
    }

    static LearningHistory History(TrlxRun run, int number, HashSet<string> keys, ImmutableArray<(string Key, ExtraField Field)> fields)
    {
        var steps = run.Epochs.SelectMany((epoch, update) => Rollouts(epoch).Select((rollout, i) => Step(epoch, $"rollout {i}", rollout, keys, fields) with { Run = number, Update = update }));
        return ImportedStep.Histories(run.Name, steps, [.. fields.Select(field => field.Field)], []).FirstOrDefault()
            ?? throw new StoreException(run.Epochs[0], "has no rollout, and no other epoch of its run has one");
    }

    static ImportedStep Step(string file, string where, JsonElement rollout, HashSet<string> keys, ImmutableArray<(string Key, ExtraField Field)> fields)
    {
        if (rollout.ValueKind != JsonValueKind.Object) throw JsonSource.Wrong(file, where, rollout, "an object");
        var own = rollout.EnumerateObject().Select(property => property.Name).ToHashSet();
        if (!own.SetEquals(keys))
            throw new StoreException(file, $"{where}: has {string.Join(", ", own.Order(StringComparer.Ordinal))}; the first rollout has {string.Join(", ", keys.Order(StringComparer.Ordinal))}");
        var extra = fields.Select(field => JsonSource.Extra(file, $"{where}, {field.Key}", field.Field.Type, rollout.GetProperty(field.Key))
            ?? throw new StoreException(file, $"{where}, {field.Key}: is null")).ToArray();
        CheckLengths(file, where, fields, extra);
        var reward = Value("rewards") is float[] rewards ? Sum(rewards) : Value("score") is float score ? score : float.NaN;
        var logProbability = Value("logprobs") is float[] logProbabilities ? Sum(logProbabilities) : float.NaN;
        return new ImportedStep($"{file}, {where}", [0], [0], reward, EpisodeEnd.Terminated) { LogProbability = logProbability, Extra = extra };

        object? Value(string key) => fields.Select((field, i) => field.Key == key ? extra[i] : null).FirstOrDefault(value => value is not null);
        static float Sum(float[] values) => (float)values.Sum(value => (double)value);
    }

    static void CheckLengths(string file, string where, ImmutableArray<(string Key, ExtraField Field)> fields, object?[] extra)
    {
        var lengths = fields.Select((field, i) => (field.Key, ((extra[i] as Array)?.Length).GetValueOrDefault())).ToDictionary(pair => pair.Key, pair => pair.Item2);
        var perToken = PerToken.Where(lengths.ContainsKey).Select(key => (Key: key, Length: lengths[key])).ToArray();
        if (perToken.FirstOrDefault(pair => pair.Length != perToken[0].Length) is { Key: not null } other)
            throw new StoreException(file, $"{where}: {perToken[0].Length} {perToken[0].Key} and {other.Length} {other.Key}; there must be as many of each");
        if (perToken.Length > 0 && lengths.TryGetValue("response_tensor", out var tokens) && perToken[0].Length > tokens)
            throw new StoreException(file, $"{where}: {perToken[0].Length} {perToken[0].Key} for {tokens} tokens of the response");
    }

    static JsonObject Settings(string config)
    {
        var root = JsonSource.Read(config);
        if (root.ValueKind != JsonValueKind.Object) throw JsonSource.Wrong(config, "", root, "an object");
        return new JsonObject(LearnerSettings.Where(key => root.TryGetProperty(key, out _)).Select(key => KeyValuePair.Create(key, JsonNode.Parse(root.GetProperty(key).GetRawText()))));
    }
}
