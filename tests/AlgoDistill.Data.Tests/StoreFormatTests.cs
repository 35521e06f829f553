using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AlgoDistill.Data.Tests;

/// <summary>docs/store-format.md says what is written.</summary>
public partial class StoreFormatTests
{
    static readonly string Text = File.ReadAllText(Assets.Find("docs/store-format.md", "ALGODISTILL_STORE_FORMAT"));

    [Fact]
    public void Documented_keys_are_those_written()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], HistoryReplayTests.Computed, shard: new Shard(0, 2), engine: new FakeEngine("avx2"));
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(store.Folder, ManifestFile.Name)))!.AsObject();
        json.TryAdd("library_commit", "a build without a repository has none");
        foreach (var foreign in (string[])["extra", "absent"]) json.TryAdd(foreign, "only imported stores have it");
        Assert.Equal(Documented("Key"), Keys(json).Order(StringComparer.Ordinal));
        Assert.Equal(Documented("Key of `plan`"), Keys(json["plan"]!));
        Assert.Equal(Documented("Key of `computed_with`"), Keys(json["computed_with"]!).Append("variables").Order(StringComparer.Ordinal));
        Assert.Equal(Documented("Key of a task"), Keys(json["tasks"]![0]!));
        Assert.Equal(Documented("Key of a part"), Keys(json["parts"]![0]!));
        Assert.Equal(StoreColumns.Names, Keys(json["statistics"]!, sorted: false));
        Assert.All(StoreColumns.Names, name => Assert.Equal(Documented("Key of a column"), Keys(json["statistics"]![name]!)));
        Assert.Equal(StoreColumns.Names.Order(StringComparer.Ordinal), Documented("Column"));
    }

    [Fact]
    public void Documented_queries_run()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], HistoryGeneratorTests.Named("walks"));
        var queries = Query().Matches(Text).Select(match => match.Groups[1].Value.Replace("STORE/", $"{store.Folder}/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, queries.Length);
        var histories = store.ReadAll();
        Assert.Equal(histories.Max(history => history.Episodes), store.Sql(queries[0]).Rows.Count);
        var transitions = store.Sql(queries[1]).Rows;
        Assert.Equal(histories.SelectMany(history => Enumerable.Range(0, history.Length).Select(row => history.NextObservation(row).ToArray())),
            transitions.Select(row => ((IEnumerable<object?>)row[6]!).Select(value => (float)value!).ToArray()));
        var tasks = store.Sql(queries[2]).Rows;
        Assert.Equal(store.Manifest.Tasks.Select(task => (task.Optimal, task.Random)), tasks.Select(row => ((double)row[2]!, (double)row[3]!)));
        var header = JsonNode.Parse((string)store.Sql(queries[3]).Rows.Single()[0]!)!;
        Assert.Equal(["actions", "format_version", "library_version", "observations", "plan"], Keys(header));
        Assert.Null(header["plan"]!["histories"]);
    }

    /// <summary>The names in the first column of the table with this heading, sorted.</summary>
    static IEnumerable<string> Documented(string heading) =>
        Text.Split('\n').SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .SelectMany(line => Name().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value)).Order(StringComparer.Ordinal);

    static IEnumerable<string> Keys(JsonNode node, bool sorted = true)
    {
        var keys = node.AsObject().Select(pair => pair.Key);
        return sorted ? keys.Order(StringComparer.Ordinal) : keys;
    }

    [GeneratedRegex("`([a-z0-9_]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Query();
}
