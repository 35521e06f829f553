using System.Collections.Immutable;
using System.Text.Json;

namespace AlgoDistill.Data.Import;

/// <summary>
/// Arrays of NumPy as AD^ε, DPT and D4RL name them: <c>states</c>, <c>actions</c>, <c>rewards</c>, and where there are <c>dones</c>
/// (or <c>terminals</c> and <c>timeouts</c>), <c>next_states</c>, <c>eps</c>.
/// </summary>
/// <remarks>
/// Axes before the last of a vector are episodes and steps, flattened in order: a file is one history. Names that begin with
/// <c>context_</c> hold one history for each index of the first axis. In a folder, a <c>*.metadata</c> file of JSON gives the order of
/// files and their goals: one goal for all makes the files one history, a goal for each makes each file a task.
/// </remarks>
public sealed class NpzImporter : IImporter
{
    static readonly ExtraField Epsilon = new("epsilon", ExtraType.Float);

    /// <inheritdoc/>
    public string Id => "npz";

    /// <inheritdoc/>
    public string Description => "NumPy arrays: one .npz, or a folder of .npz files with or without a .metadata file";

    /// <inheritdoc/>
    public ImportSource Open(string path)
    {
        var chunks = NpzChunk.Find(path);
        var first = NpzEpisodes.Open(chunks[0].File);
        return new ImportSource
        {
            Files = [.. chunks.Select(chunk => chunk.File)],
            Mapping = first.Mapping,
            Histories = () => ImportedStep.Histories(path, Steps(chunks, first), first.HasEpsilon ? [Epsilon] : [], Tasks(chunks)),
            Observations = first.Observations,
            Actions = first.Actions,
            Extra = first.HasEpsilon ? [Epsilon] : [],
            Absent = first.HasNext ? ["update", "log_probability"] : ["update", "log_probability", "final_observation"],
        };
    }

    static ImmutableArray<StoreTask> Tasks(IReadOnlyList<NpzChunk> chunks) =>
    [
        .. chunks.DistinctBy(chunk => chunk.Task).Select(chunk => StoreTask.Of(new TaskInstance(chunk.Task, chunk.Goal), new References(double.NaN, double.NaN, ""))),
    ];

    static IEnumerable<ImportedStep> Steps(IReadOnlyList<NpzChunk> chunks, NpzEpisodes first)
    {
        var run = 0;
        for (var i = 0; i < chunks.Count; i++)
        {
            var arrays = i == 0 ? first : NpzEpisodes.Open(chunks[i].File);
            if (arrays.Layout != first.Layout) throw new StoreException(chunks[i].File, $"has {arrays.Layout}; the first file has {first.Layout}");
            if (i > 0 && chunks[i].Task != chunks[i - 1].Task) run++;
            foreach (var step in arrays.Steps()) yield return step with { Run = run + step.Run, Task = chunks[i].Task };
            run += arrays.Histories - 1;
        }
    }
}

/// <summary>One file of arrays and the task that it is about.</summary>
/// <param name="File">The file.</param>
/// <param name="Task">Number of the task; files of one task follow each other and make one history.</param>
/// <param name="Goal">Parameters of the task; none when they are not known.</param>
sealed record NpzChunk(string File, int Task, ImmutableArray<double> Goal)
{
    public static IReadOnlyList<NpzChunk> Find(string path)
    {
        if (System.IO.File.Exists(path)) return [new NpzChunk(path, 0, [])];
        if (!Directory.Exists(path)) throw new StoreException(path, "is missing");
        var folders = Directory.GetDirectories(path, "*", SearchOption.AllDirectories).Prepend(path).Order(StringComparer.Ordinal);
        var chunks = new List<NpzChunk>();
        foreach (var folder in folders) chunks.AddRange(OfFolder(folder, chunks.Count == 0 ? 0 : chunks[^1].Task + 1));
        return chunks.Count > 0 ? chunks : throw new StoreException(path, "holds no .npz file");
    }

    static IEnumerable<NpzChunk> OfFolder(string folder, int firstTask)
    {
        var metadata = Directory.GetFiles(folder, "*.metadata");
        if (metadata.Length > 1) throw new StoreException(metadata[1], "is a second .metadata file in its folder; the order is not known");
        if (metadata.Length == 1) return Described(folder, metadata[0], firstTask);
        return Directory.GetFiles(folder, "*.npz").Order(StringComparer.Ordinal).Select((file, i) => new NpzChunk(file, firstTask + i, []));
    }

    static IEnumerable<NpzChunk> Described(string folder, string metadata, int firstTask)
    {
        var root = JsonSource.Read(metadata);
        var order = JsonSource.Get(metadata, "", root, "ordered_trajectories");
        if (order.ValueKind != JsonValueKind.Array) throw JsonSource.Wrong(metadata, "ordered_trajectories", order, "a list of file names");
        var names = order.EnumerateArray().Select((name, i) => JsonSource.Text(metadata, $"ordered_trajectories[{i}]", name)).ToArray();
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new StoreException(metadata, $"names {twice.Key} twice: one history was written over another");
        if (names.FirstOrDefault(name => Path.GetFileName(name) != name || !System.IO.File.Exists(Path.Combine(folder, name))) is { } missing)
            throw new StoreException(metadata, $"names {missing}, which is no file of its folder");
        var goals = JsonSource.Find(root, "goal") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToArray() : [];
        var each = goals.Length > 0 && goals.All(goal => goal.ValueKind == JsonValueKind.Array);
        if (each && goals.Length != names.Length) throw new StoreException(metadata, $"has {goals.Length} goals for {names.Length} files");
        return names.Select((name, i) => each
            ? new NpzChunk(Path.Combine(folder, name), firstTask + i, [.. JsonSource.Floats(metadata, $"goal[{i}]", goals[i]).Select(x => (double)x)])
            : new NpzChunk(Path.Combine(folder, name), firstTask, [.. goals.Select((x, axis) => (double)JsonSource.Float(metadata, $"goal[{axis}]", x))]));
    }
}
