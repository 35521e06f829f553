using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AlgoDistill.Data.Import;

/// <summary>
/// Source histories of DICP: a group for each task with arrays of (time, streams), but <c>optimal_actions</c> of (streams, time). Environment, algorithm
/// and seed stand in the file's name.
/// </summary>
/// <remarks>
/// <c>next_states</c> are not carried: the recorder's environments reset themselves, and so at an episode's end it holds what the next one begins with.
/// </remarks>
public sealed partial class DicpImporter : IImporter
{
    static readonly Hdf5Label Optimal = new("optimal_actions", new ExtraField("optimal_action", ExtraType.Float), 0),
        Success = new("success", new ExtraField("success", ExtraType.Float), 1);

    /// <inheritdoc/>
    public string Id => "dicp";

    /// <inheritdoc/>
    public string Description => "source histories of DICP: one .hdf5";

    /// <inheritdoc/>
    public ImportSource Open(string path)
    {
        using var file = Hdf5File.Open(path);
        var tasks = new Hdf5Tasks(file, 1, [Optimal, Success]);
        var details = new JsonObject { ["ignored"] = tasks.IgnoredDetails() };
        if (Name().Match(Path.GetFileNameWithoutExtension(path)) is { Success: true } name)
            foreach (var group in name.Groups.Values.Skip(1)) details[group.Name] = group.Value;
        return tasks.Source(number => new TaskInstance(number, [])) with { Details = details };
    }

    [GeneratedRegex(@"^history_(?<environment>.+)_(?<algorithm>[^_]+)_alg-seed(?<seed>\d+)$")]
    private static partial Regex Name();
}
