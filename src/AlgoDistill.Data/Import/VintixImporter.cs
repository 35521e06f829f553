using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data.Import;

/// <summary>
/// Trajectories of Vintix: a folder for each task, a file of HDF5 for each trajectory, which is a history, and in it groups named by their first and last
/// step (<c>0-9999</c>), with <c>proprio_observation</c>, <c>action</c>, <c>reward</c> and <c>step_num</c>, which begins at 0 with every episode.
/// </summary>
public sealed class VintixImporter : IImporter
{
    static readonly ImmutableArray<string> Needed = ["proprio_observation", "action", "reward", "step_num"];

    /// <inheritdoc/>
    public string Id => "vintix";

    /// <inheritdoc/>
    public string Description => "trajectories of Vintix: one .h5, or the folder of one or several tasks, each with its .h5 files and its .json";

    /// <inheritdoc/>
    public ImportSource Open(string path)
    {
        var tasks = Tasks(path);
        using var file = Hdf5File.Open(tasks[0].Files[0]);
        var group = Groups(file)[0].Name;
        var (observations, actions) = (file.Array($"{group}/{Needed[0]}"), file.Array($"{group}/{Needed[1]}"));
        return new ImportSource
        {
            Files = [.. tasks.SelectMany(task => task.Metadata is { } metadata ? task.Files.Prepend(metadata) : task.Files)],
            Mapping = new Dictionary<string, string> { ["proprio_observation"] = "observation", ["action"] = "action", ["reward"] = "reward", ["step_num"] = "end" },
            Histories = () => Histories(tasks),
            Observations = Hdf5History.Space(observations, Width(observations)),
            Actions = Hdf5History.Space(actions, Width(actions)),
            Absent = Hdf5History.Absent,
            Details = new JsonObject
            {
                ["tasks"] = new JsonArray([.. tasks.Select(task => task.Metadata is { } metadata ? JsonNode.Parse(Object(metadata)) : new JsonObject())]),
                ["ignored"] = new JsonArray([.. file.Datasets(group).Except(Needed).Select(name => (JsonNode)name)]),
            },
        };
    }

    static string Object(string metadata) => JsonSource.Read(metadata) is { ValueKind: JsonValueKind.Object } root ? root.GetRawText() : throw new StoreException(metadata, "is no object of JSON");

    static ImmutableArray<(string? Metadata, string[] Files)> Tasks(string path)
    {
        if (!Directory.Exists(path)) return [(Metadata(Path.GetDirectoryName(Path.GetFullPath(path))!), [path])];
        var folders = Directory.GetDirectories(path, "*", SearchOption.AllDirectories).Prepend(path).Order(StringComparer.Ordinal);
        ImmutableArray<(string? Metadata, string[] Files)> tasks =
            [.. folders.Select(folder => (Metadata(folder), Files: Directory.GetFiles(folder, "*.h5").Order(StringComparer.Ordinal).ToArray())).Where(task => task.Files.Length > 0)];
        return tasks.IsEmpty ? throw new StoreException(path, "holds no .h5 file") : tasks;
    }

    static string? Metadata(string folder) =>
        Path.Combine(folder, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}.json") is var file && File.Exists(file) ? file : null;

    static IEnumerable<LearningHistory> Histories(ImmutableArray<(string? Metadata, string[] Files)> tasks)
    {
        var run = 0;
        LearningHistory? first = null;
        foreach (var (index, task) in tasks.Index())
            foreach (var path in task.Files)
            {
                var history = History(path, run++, new TaskInstance(index, []));
                first ??= history;
                if ((history.ObservationWidth, history.ActionWidth) != (first.ObservationWidth, first.ActionWidth))
                    throw new StoreException(path, $"has {history.ObservationWidth} numbers an observation and {history.ActionWidth} an action; the first file has {first.ObservationWidth} and {first.ActionWidth}. A store holds one kind: import such tasks one by one");
                yield return history;
            }
    }

    static LearningHistory History(string path, int run, TaskInstance task)
    {
        using var file = Hdf5File.Open(path);
        var (observations, actions, rewards, steps) = (new List<float>(), new List<float>(), new List<float>(), new List<float>());
        foreach (var (name, start, last) in Groups(file))
        {
            var arrays = Needed.Select(dataset => file.Array($"{name}/{dataset}")).ToArray();
            CheckGroup(path, name, start, last, rewards.Count, arrays);
            if (rewards.Count > 0 && (Width(arrays[0]) * rewards.Count != observations.Count || Width(arrays[1]) * rewards.Count != actions.Count))
                throw new StoreException(path, $"/{name}: {Width(arrays[0])} numbers an observation and {Width(arrays[1])} an action; the first group has {observations.Count / rewards.Count} and {actions.Count / rewards.Count}");
            foreach (var (column, array) in new[] { observations, actions, rewards, steps }.Zip(arrays)) column.AddRange(array.ReadAll());
        }

        return Hdf5History.Of(run, 0, task, [.. observations], [.. actions], [.. rewards], Ends(path, steps), []);
    }

    static List<(string Name, long Start, long Last)> Groups(Hdf5File file)
    {
        var groups = file.Groups().Select(name => name.Split('-') is [var start, var last] && Number(start) is { } from && Number(last) is { } to ? (name, from, to)
            : throw new StoreException(file.Path, $"/{name}: is no group of steps; its name must be FIRST-LAST, its first and last step")).OrderBy(group => group.from).ToList();
        return groups.Count > 0 ? groups : throw new StoreException(file.Path, "has no group of steps");

        static long? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    static int Width(Hdf5Array array) => array.Shape.Skip(1).Aggregate(1, (product, size) => product * size);

    static void CheckGroup(string path, string name, long start, long last, int before, Hdf5Array[] arrays)
    {
        var rows = arrays[2].Shape is [var length] ? length : 0;
        if (rows == 0) throw new StoreException(path, $"{arrays[2].Path}: has the shape {arrays[2].ShapeText}; it must have one axis, time, that is not empty");
        if (arrays.FirstOrDefault(array => array.Shape.Length == 0 || array.Shape[0] != rows || Width(array) == 0) is { } other)
            throw new StoreException(path, $"{other.Path}: has the shape {other.ShapeText}; there are {rows} rewards, and as many rows of at least one number must be in each");
        if (arrays[3].Shape.Length != 1) throw new StoreException(path, $"{arrays[3].Path}: has the shape {arrays[3].ShapeText}; it must have one axis");
        if (start != before) throw new StoreException(path, $"/{name}: begins with step {start}, and {before} steps come before it; a group is missing or there twice");
        if (last != start + rows - 1) throw new StoreException(path, $"/{name}: holds {rows} steps; by its name it has {last - start + 1}");
    }

    // Nobody says why an episode ended: its recording did
    static EpisodeEnd[] Ends(string path, List<float> steps)
    {
        var ends = new EpisodeEnd[steps.Count];
        for (var row = 0; row < ends.Length; row++)
        {
            var before = row == 0 ? -1 : steps[row - 1];
            if (steps[row] != 0 && !(row > 0 && steps[row] > before))
                throw new StoreException(path, string.Create(CultureInfo.InvariantCulture, $"step_num, row {row}: is {steps[row]}; an episode begins with 0 and goes up, and the row before has {(row == 0 ? "none" : before)}"));
            if (steps[row] == 0 && row > 0) ends[row - 1] = EpisodeEnd.Truncated;
        }

        return ends;
    }
}
