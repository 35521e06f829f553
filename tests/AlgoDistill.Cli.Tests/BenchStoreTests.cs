using System.Text.Json.Nodes;

namespace AlgoDistill.Cli.Tests;

public class BenchStoreTests
{
    [Fact]
    public async Task A_first_look_prints_every_row_with_the_documented_keys()
    {
        var rows = (JsonArray)(await Cli.Done("bench", "store", "--quick", "--json")).Json;
        Assert.Equal(["write", "read", "windows from memory", "windows from file, cached", "windows from file", "consumed by training", "open"], rows.Select(row => (string)row!["name"]!));
        foreach (var row in rows)
        {
            Assert.Equal(["name", "value", "unit", "target", "note"], row!.AsObject().Select(pair => pair.Key));
            Assert.Equal((string)row["name"]! == "open" ? "ms" : "rows/s", (string)row["unit"]!);
            Assert.True((double)row["value"]! > 0);
        }
    }
}
