using System.Text.Json;

namespace AlgoDistill.Data.Import;

/// <summary>
/// Data sets of Minari in its Parquet layout: <c>data/metadata.json</c> and a folder for each episode, whose one more row than steps ends with the
/// last observation. All episodes are one history, in the order of their numbers, unless this library exported them.
/// </summary>
public sealed class MinariImporter : IImporter
{
    /// <inheritdoc/>
    public string Id => "minari";

    /// <inheritdoc/>
    public string Description => "a data set of Minari in its Parquet layout: the folder that holds data/";

    /// <inheritdoc/>
    public ImportSource Open(string path)
    {
        var metadata = Path.Combine(path, "data", "metadata.json");
        if (!File.Exists(metadata)) throw new StoreException(metadata, "is missing; it is no data set of Minari");
        var root = JsonSource.Read(metadata);
        if (JsonSource.Find(root, "data_format") is { ValueKind: JsonValueKind.String } format && format.GetString() != "parquet")
            throw new StoreException(metadata, $"data_format is {format}; only parquet is read");
        var count = JsonSource.Integer(metadata, "total_episodes", JsonSource.Get(metadata, "", root, "total_episodes"));
        var episodes = Enumerable.Range(0, Math.Max(count, 0)).Select(number => Episode(path, number)).ToArray();
        var passport = Passport.Read(path);
        return new ImportSource
        {
            Files = [metadata, .. episodes],
            Mapping = new Dictionary<string, string>
            {
                ["observations"] = "observation, final_observation", ["actions"] = "action", ["rewards"] = "reward", ["terminations, truncations"] = "end",
            },
            Histories = () => ImportedStep.Histories(path, Steps(episodes, passport), passport?.Extra ?? [], passport?.Tasks ?? []),
            Observations = passport?.Observations ?? Space(metadata, root, "observation_space"),
            Actions = passport?.Actions ?? Space(metadata, root, "action_space"),
            Extra = passport?.Extra ?? [],
            Absent = passport?.Absent ?? ["update", "log_probability"],
            Tasks = passport?.Tasks ?? [],
        };
    }

    static string Episode(string path, int number)
    {
        var folder = Path.Combine(path, "data", $"{number}");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.parquet") : [];
        return files is [var file] ? file : throw new StoreException(folder, $"has {files.Length} Parquet files; every episode has one");
    }

    static Space? Space(string metadata, JsonElement root, string name) =>
        JsonSource.Find(root, name) is { } value ? MinariSpace.Read(metadata, name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()) : null;

    static IEnumerable<ImportedStep> Steps(IReadOnlyList<string> files, Passport? passport)
    {
        using var reader = new ForeignParquet();
        foreach (var file in files)
            foreach (var step in Steps(reader, file, passport)) yield return step;
    }

    static IEnumerable<ImportedStep> Steps(ForeignParquet reader, string file, Passport? passport)
    {
        var rows = reader.Read(file, $"observations, actions, rewards, terminations, truncations{Infos(passport)}").ToArray();
        if (rows.Length < 2) throw new StoreException(file, $"has {rows.Length} rows; an episode has a step and a last observation");
        for (var i = 0; i < rows.Length - 1; i++)
        {
            var (row, where, last) = (rows[i], $"row {i}", i == rows.Length - 2);
            var ends = (Flag("terminations", 3), Flag("truncations", 4));
            if (!last && ends != (false, false)) throw new StoreException(file, $"{where}: the episode ends, and {rows.Length - 2 - i} steps follow");
            var step = new ImportedStep(where, Cells.Floats(file, $"{where}, observations", row[0]), Cells.Floats(file, $"{where}, actions", row[1]),
                passport?.Absent.Contains("reward") == true ? float.NaN : Cells.Float(file, $"{where}, rewards", row[2]), ends.Item1 ? EpisodeEnd.Terminated : ends.Item2 ? EpisodeEnd.Truncated : EpisodeEnd.None)
            {
                Next = last && passport?.Absent.Contains("final_observation") != true ? Cells.Floats(file, "last row, observations", rows[^1][0]) : null,
            };
            yield return passport is null ? (last && step.End == EpisodeEnd.None ? step with { End = EpisodeEnd.Truncated } : step) : Carried(file, where, step, row, passport);

            bool Flag(string column, int at) => Cells.Flag(file, $"{where}, {column}", row[at]);
        }
    }

    static string Infos(Passport? passport) => passport is null ? "" : string.Concat(
        ((string[])["run", "stream", "task", "update", "log_probability", .. passport.Extra.Select(field => field.Name)]).Select(name => $", infos.\"{name}\""));

    static ImportedStep Carried(string file, string where, ImportedStep step, object?[] row, Passport passport) => step with
    {
        Run = Cells.Integer(file, $"{where}, run", row[5]),
        Stream = Cells.Integer(file, $"{where}, stream", row[6]),
        Task = Cells.Integer(file, $"{where}, task", row[7]),
        Update = row[8] is null ? 0 : Cells.Integer(file, $"{where}, update", row[8]),
        LogProbability = row[9] is null ? float.NaN : Cells.Float(file, $"{where}, log_probability", row[9]),
        Extra = [.. passport.Extra.Select((field, i) => Cells.Extra(file, $"{where}, {field.Name}", field.Type, row[10 + i]))],
    };
}
