using System.Text.Json.Nodes;

namespace AlgoDistill.Data.Import;

/// <summary>
/// XLand-100B and XLand-Trivial-20B: a group for each task with the attributes <c>env-id</c>, <c>benchmark-id</c> and <c>ruleset-id</c> and arrays
/// of (streams, time). A task's number and ruleset are its group's; <c>expert_actions</c> become an optional column.
/// </summary>
public sealed class XlandImporter : IImporter
{
    static readonly Hdf5Label Expert = new("expert_actions", new ExtraField("expert_action", ExtraType.Float), 0);

    /// <inheritdoc/>
    public string Id => "xland";

    /// <inheritdoc/>
    public string Description => "learning histories of XLand-MiniGrid (XLand-100B): one .hdf5";

    /// <inheritdoc/>
    public ImportSource Open(string path)
    {
        using var file = Hdf5File.Open(path);
        var tasks = new Hdf5Tasks(file, 0, [Expert]);
        var rulesets = tasks.Numbers.ToDictionary(number => number, number => new TaskInstance(number, [file.Integer($"{number}", "ruleset-id")]));
        var source = tasks.Source(number => rulesets[number]);
        return source with
        {
            Mapping = new Dictionary<string, string>(source.Mapping) { ["ruleset-id"] = "task_parameters" },
            Details = new JsonObject { ["env-id"] = Same("env-id"), ["benchmark-id"] = Same("benchmark-id"), ["ignored"] = tasks.IgnoredDetails() },
        };

        // The number of a ruleset means something within its benchmark alone
        string Same(string attribute)
        {
            var first = file.Text($"{tasks.Numbers[0]}", attribute);
            foreach (var number in tasks.Numbers)
                if (file.Text($"{number}", attribute) is var other && other != first)
                    throw new StoreException(path, $"/{number}, attribute {attribute}: is \"{other}\"; that of /{tasks.Numbers[0]} is \"{first}\", "
                        + "and all tasks must have the same");
            return first;
        }
    }
}
