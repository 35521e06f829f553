using System.Text.Json;

namespace AlgoDistill.Data.Import;

/// <summary>Episodes in the steps of RLDS, one JSON object a line: <c>{"episode_metadata": {…}, "steps": [{"is_first", "is_last", "is_terminal", "observation", "action", "reward"}, …]}</c>.</summary>
/// <remarks>
/// The last step holds the last observation; its action and reward, if any, mean nothing. Where the metadata of episodes lacks
/// <c>run</c>, <c>stream</c> and <c>task</c>, all episodes are one history, in the order of lines.
/// </remarks>
public sealed class RldsImporter : IImporter
{
    /// <summary>Name of the file in an exported folder.</summary>
    internal const string Name = "episodes.jsonl";

    /// <inheritdoc/>
    public string Id => "rlds";

    /// <inheritdoc/>
    public string Description => "RLDS-style JSON lines, one episode a line: one .jsonl, or a folder that was exported";

    /// <inheritdoc/>
    public ImportSource Open(string path)
    {
        var (file, passport) = Passport.Beside(path, Name);
        return new ImportSource
        {
            Files = [file],
            Mapping = new Dictionary<string, string> { ["steps"] = "rows", ["is_last, is_terminal"] = "end", ["observation of the last step"] = "final_observation" },
            Histories = () => ImportedStep.Histories(file, JsonSource.Lines(file).SelectMany(line => Episode(file, line.Where, line.Value, passport)), passport?.Extra ?? [], passport?.Tasks ?? []),
            Observations = passport?.Observations,
            Actions = passport?.Actions,
            Extra = passport?.Extra ?? [],
            Absent = passport?.Absent ?? ["update", "log_probability"],
            Tasks = passport?.Tasks ?? [],
        };
    }

    static IEnumerable<ImportedStep> Episode(string file, string line, JsonElement episode, Passport? passport)
    {
        var steps = JsonSource.Get(file, line, episode, "steps");
        if (steps.ValueKind != JsonValueKind.Array || steps.GetArrayLength() < 2) throw JsonSource.Wrong(file, $"{line}, steps", steps, "a list of two steps or more");
        var metadata = JsonSource.Find(episode, "episode_metadata") is { ValueKind: JsonValueKind.Object } found ? found : default;
        var all = steps.EnumerateArray().ToArray();
        for (var i = 0; i < all.Length; i++)
            if (JsonSource.Find(all[i], "is_last") is { } last && JsonSource.Flag(file, $"{line}, step {i}, is_last", last) != (i == all.Length - 1))
                throw new StoreException(file, $"{line}, step {i}: is_last is {last}; it must be true in the last step alone");
        for (var i = 0; i < all.Length - 1; i++)
        {
            var where = $"{line}, step {i}";
            yield return Step(file, where, all[i], End(file, line, metadata, all[^1], i == all.Length - 2), passport) with
            {
                Run = Number("run"),
                Stream = Number("stream"),
                Task = Number("task"),
                Next = i == all.Length - 2 && passport?.Absent.Contains("final_observation") != true ? Floats(file, $"{line}, last step", all[^1], "observation") : null,
            };
        }

        int Number(string key) => metadata.ValueKind == JsonValueKind.Object && JsonSource.Find(metadata, key) is { } value ? JsonSource.Integer(file, $"{line}, {key}", value) : 0;
    }

    static ImportedStep Step(string file, string where, JsonElement step, EpisodeEnd end, Passport? passport)
    {
        var absent = passport?.Absent ?? [];
        var reward = absent.Contains("reward") ? float.NaN : JsonSource.Float(file, $"{where}, reward", JsonSource.Get(file, where, step, "reward"));
        return new ImportedStep(where, Floats(file, where, step, "observation"), Floats(file, where, step, "action"), reward, end)
        {
            Update = JsonSource.Find(step, "update") is { } update ? JsonSource.Integer(file, $"{where}, update", update) : 0,
            LogProbability = JsonSource.Find(step, "log_probability") is { } value ? JsonSource.Float(file, $"{where}, log_probability", value) : float.NaN,
            Extra = [.. (passport?.Extra ?? []).Select(field => JsonSource.Extra(file, $"{where}, {field.Name}", field.Type, JsonSource.Find(step, field.Name)))],
        };
    }

    static float[] Floats(string file, string where, JsonElement step, string key) => JsonSource.Floats(file, $"{where}, {key}", JsonSource.Get(file, where, step, key));

    static EpisodeEnd End(string file, string line, JsonElement metadata, JsonElement last, bool ends) =>
        !ends || (metadata.ValueKind == JsonValueKind.Object && JsonSource.Find(metadata, "unfinished") is { } flag && JsonSource.Flag(file, $"{line}, unfinished", flag)) ? EpisodeEnd.None
        : JsonSource.Find(last, "is_terminal") is { } terminal && JsonSource.Flag(file, $"{line}, is_terminal", terminal) ? EpisodeEnd.Terminated
        : EpisodeEnd.Truncated;
}
