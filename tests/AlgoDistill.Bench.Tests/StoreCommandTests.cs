namespace AlgoDistill.Bench.Tests;

public class StoreCommandTests
{
    [Fact]
    public async Task A_first_look_prints_every_row_with_the_documented_keys()
    {
        var rows = await Bench.Rows("store", "--quick");
        Assert.Equal(["write", "read", "windows from memory", "windows from file, cached", "windows from file", "consumed by training", "open"],
            rows.Select(row => (string)row!["name"]!));
        foreach (var row in rows)
        {
            Assert.Equal(["name", "value", "unit", "target", "note"], Bench.Keys(row));
            Assert.Equal((string)row!["name"]! == "open" ? "ms" : "rows/s", (string)row["unit"]!);
            Assert.True((double)row["value"]! > 0);
        }
    }
}
