using System.Text.Json;
using AlgoDistill.Experiments.Bench;

namespace AlgoDistill.Cli.Tests;

public class BenchTests
{
    static readonly BenchSize Tiny = new("tiny", 1, 16, 2, 8, 2);

    [Fact]
    public void A_row_has_the_documented_keys_and_adds_up()
    {
        var row = Assert.Single(new TrainingBenchmark(blocks: 2, blockSeconds: 0).Run(new Silence(), [Tiny], peers: [], CancellationToken.None));
        var json = JsonSerializer.SerializeToNode(row, Settings.Json)!.AsObject();
        Assert.Equal(["name", "layers", "width", "heads", "context", "batch", "tokens_per_second", "flops_per_second", "sgemm_flops_per_second", "fraction_of_sgemm",
            "peak_rss_bytes", "peers"], json.Select(pair => pair.Key));
        Assert.Equal(row.FlopsPerSecond / row.SgemmFlopsPerSecond, row.FractionOfSgemm, 1e-9);
        Assert.True(row is { TokensPerSecond: > 0, PeakRssBytes: > 10_000_000 });
    }

    [Fact]
    public void A_compared_row_has_the_ratios_too() =>
        Assert.Equal(["name", "tokens_per_second", "ratio_min", "ratio_median", "ratio_max"],
            JsonSerializer.SerializeToNode(new PeerRow("pytorch", 1, 1, 1, 1), Settings.Json)!.AsObject().Select(pair => pair.Key));

    [Fact]
    public void The_arithmetic_of_an_update_is_counted_product_by_product()
    {
        // one layer, width 2, two tokens: projections 4·2·2, feed-forward 2·2·8, attention (T + 1)·2, answer 2·2, heads 2·3
        Assert.Equal(3.0 * 2 * 2 * (16 + 32 + 3 * 2 + 4 + 6), new BenchSize("hand", 1, 2, 1, 2, 1).FlopsPerUpdate(outputs: 3));
    }

    [Fact]
    public void The_sizes_are_the_documented_ones() => Assert.Equal(
        [new BenchSize("ad-small", 4, 64, 4, 200, 32), new BenchSize("ad-medium", 4, 128, 4, 256, 8), new BenchSize("ad-large", 6, 256, 8, 512, 4)], BenchSize.All);

    [Fact]
    public async Task The_memory_of_a_training_process_is_watched()
    {
        var said = await Cli.Done("bench", "memory", "--updates", "40", "--json");
        Assert.Equal(["updates", "rss_bytes", "allocated_bytes_per_update", "tensors"], said.Keys);
        var rows = said.Json.AsArray().Select(row => row!.Deserialize<MemoryRow>(Settings.Json)!).ToArray();
        Assert.Equal(Enumerable.Range(1, 20).Select(i => 2L * i), rows.Select(row => row.Updates));
        Assert.Single(rows.Select(row => row.Tensors).Distinct());
        Assert.All(rows, row => Assert.True(row.RssBytes > 10_000_000));
    }

    [Fact]
    public Task A_missing_python_is_named() => Cli.Refused(1, "/nowhere/python3 cannot be started", "bench", "train", "--quick", "--peer", "pytorch", "--python", "/nowhere/python3");
}
