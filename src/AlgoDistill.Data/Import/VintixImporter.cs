using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data.Import;

/// <summary>Trajectories of Vintix: a folder for each task, a file of HDF5 for each trajectory, which is a history, and a file of JSON about the task.</summary>
public sealed class VintixImporter : IImporter
{
    /// <inheritdoc/>
    public string Id => "vintix";

    /// <inheritdoc/>
    public string Description => "trajectories of Vintix: one .h5, or the folder of one or several tasks, each with its .h5 files and its .json";

    /// <inheritdoc/>
    public ImportSource Open(string path)
    {
        var tasks = VintixTask.Find(path);
        var (observations, actions, ignored) = VintixTrajectory.Kinds(tasks[0].Files[0]);
        return new ImportSource
        {
            Files = [.. tasks.SelectMany(task => task.Metadata is { } metadata ? task.Files.Prepend(metadata) : task.Files)],
            Mapping = VintixTrajectory.Mapping,
            Histories = () => Histories(tasks),
            Observations = observations,
            Actions = actions,
            Absent = Hdf5History.Absent,
            Details = new JsonObject
            {
                ["tasks"] = new JsonArray([.. tasks.Select(task => task.Details())]),
                ["ignored"] = new JsonArray([.. ignored.Select(name => (JsonNode)name)]),
            },
        };
    }

    static IEnumerable<LearningHistory> Histories(ImmutableArray<VintixTask> tasks)
    {
        var run = 0;
        (int Observation, int Action)? widths = null;
        foreach (var (index, task) in tasks.Index())
            foreach (var file in task.Files)
            {
                var history = VintixTrajectory.Read(file, run++, new TaskInstance(index, []));
                var (observation, action) = widths ??= (history.ObservationWidth, history.ActionWidth);
                if ((history.ObservationWidth, history.ActionWidth) != (observation, action))
                    throw new StoreException(file, $"has {history.ObservationWidth} numbers an observation and {history.ActionWidth} an action; "
                        + $"the first file has {observation} and {action}. A store holds one kind: import such tasks one by one");
                yield return history;
            }
    }
}

/// <summary>The folder of a task.</summary>
/// <param name="Metadata">Its JSON, named as the folder; nothing where there is none.</param>
/// <param name="Files">Its trajectories, by name.</param>
sealed record VintixTask(string? Metadata, string[] Files)
{
    /// <summary>The tasks of a folder and of those in it, by name; a file is a task with one trajectory.</summary>
    /// <exception cref="StoreException">There is no trajectory.</exception>
    public static ImmutableArray<VintixTask> Find(string path)
    {
        if (!Directory.Exists(path)) return [new VintixTask(MetadataOf(Path.GetDirectoryName(Path.GetFullPath(path))!), [path])];
        var folders = Directory.GetDirectories(path, "*", SearchOption.AllDirectories).Prepend(path).Order(StringComparer.Ordinal);
        var tasks = folders.Select(folder => new VintixTask(MetadataOf(folder), [.. Directory.GetFiles(folder, "*.h5").Order(StringComparer.Ordinal)]));
        return tasks.Where(task => task.Files.Length > 0).ToImmutableArray() is { IsEmpty: false } found
            ? found : throw new StoreException(path, "holds no .h5 file");
    }

    /// <summary>What the JSON says: the name of the task, its widths.</summary>
    /// <exception cref="StoreException">It is no object of JSON.</exception>
    public JsonObject Details() => Metadata is null ? [] : JsonSource.Read(Metadata) is { ValueKind: JsonValueKind.Object } root
        ? JsonObject.Create(root)! : throw new StoreException(Metadata, "is no object of JSON");

    static string? MetadataOf(string folder)
    {
        var file = Path.Combine(folder, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}.json");
        return File.Exists(file) ? file : null;
    }
}
