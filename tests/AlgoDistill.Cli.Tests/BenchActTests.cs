using System.Text.Json;
using System.Text.Json.Nodes;
using AlgoDistill.Experiments.Bench;

namespace AlgoDistill.Cli.Tests;

public class BenchActTests
{
    [Fact]
    public async Task A_first_look_prints_every_way_with_the_documented_keys()
    {
        var rows = (JsonArray)(await Cli.Done("bench", "act", "--quick", "--json")).Json;
        Assert.Equal(["agent", "in-step", "out-of-step", "uncached"], rows.Select(row => (string)row!["name"]!));
        string[] keys = ["name", "layers", "width", "heads", "context", "streams", "steps_per_second", "read_bytes_per_second"];
        Assert.All(rows.Take(3), row => Assert.Equal([.. keys, "bytes_per_step", "fraction_of_read", "peers"], row!.AsObject().Select(pair => pair.Key)));
        Assert.Equal([.. keys, "peers"], rows[3]!.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public void A_step_reads_the_keys_and_values_of_every_layer_stream_and_token()
    {
        var rows = new ActingBenchmark(streams: 3, context: 10, blocks: 2, blockSeconds: 0).Run(new Silence(), peers: [], CancellationToken.None);
        var row = rows[0];
        Assert.Equal(2 * 4 * (4 * 64 * 10 * 3), row.BytesPerStep);
        Assert.Equal(row.StepsPerSecond * row.BytesPerStep!.Value / row.ReadBytesPerSecond, row.FractionOfRead!.Value, 1e-9);
        Assert.All(rows, one => Assert.True(one.StepsPerSecond > 0));
    }

    [Fact]
    public void A_compared_row_has_the_ratios_too() =>
        Assert.Equal(["name", "steps_per_second", "ratio_min", "ratio_median", "ratio_max"],
            JsonSerializer.SerializeToNode(new StepPeerRow("pytorch", 1, 1, 1, 1), Settings.Json)!.AsObject().Select(pair => pair.Key));

    [Fact]
    public Task A_missing_python_is_named() => Cli.Refused(1, "/nowhere/python3 cannot be started", "bench", "act", "--quick", "--peer", "pytorch", "--python", "/nowhere/python3");
}
