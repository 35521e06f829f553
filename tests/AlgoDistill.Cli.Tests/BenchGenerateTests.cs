using System.Text.Json.Nodes;

namespace AlgoDistill.Cli.Tests;

public class BenchGenerateTests
{
    [Fact]
    public async Task A_first_look_prints_every_algorithm_in_memory_and_in_a_store()
    {
        var rows = (JsonArray)(await Cli.Done("bench", "generate", "--quick", "--json")).Json;
        Assert.Equal(["memory uniform-random", "parquet uniform-random", "memory q-learning", "parquet q-learning"], rows.Select(row => $"{row!["name"]} {row["algorithm"]}"));
        string[] keys = ["name", "tasks", "algorithm", "histories", "steps", "steps_per_second"];
        Assert.Equal(keys, rows[0]!.AsObject().Select(pair => pair.Key));
        Assert.Equal([.. keys, "bytes_per_step"], rows[1]!.AsObject().Select(pair => pair.Key));
        Assert.All(rows, row => Assert.True((double)row!["steps_per_second"]! > 0));
        Assert.InRange((double)rows[1]!["bytes_per_step"]!, 0.1, 100);
    }
}
