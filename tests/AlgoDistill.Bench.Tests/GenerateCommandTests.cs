namespace AlgoDistill.Bench.Tests;

public class GenerateCommandTests
{
    [Fact]
    public async Task A_first_look_prints_every_algorithm_in_memory_and_in_a_store()
    {
        var rows = await Bench.Rows("generate", "--quick");
        Assert.Equal(["memory uniform-random", "parquet uniform-random", "memory q-learning", "parquet q-learning"], rows.Select(row => $"{row!["name"]} {row["algorithm"]}"));
        string[] keys = ["name", "tasks", "algorithm", "histories", "steps", "steps_per_second"];
        Assert.Equal(keys, Bench.Keys(rows[0]));
        Assert.Equal([.. keys, "bytes_per_step"], Bench.Keys(rows[1]));
        Assert.All(rows, row => Assert.True((double)row!["steps_per_second"]! > 0));
        Assert.InRange((double)rows[1]!["bytes_per_step"]!, 0.1, 100);
    }

    [Fact]
    public Task A_missing_python_is_named() =>
        Bench.Refused(1, "/nowhere/python3 cannot be started", "generate", "--quick", "--peer", "numpy", "--python", "/nowhere/python3");
}
