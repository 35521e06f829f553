using System.Text.Json;
using AlgoDistill.Bench.Measures;
using AlgoDistill.Bench.Peers;
using TorchSharp;

namespace AlgoDistill.Bench.Tests;

public class TrainCommandTests
{
    static readonly BenchSize Tiny = new("tiny", 1, 16, 2, 8, 2);

    [Fact]
    public void A_row_has_the_documented_keys_and_adds_up()
    {
        var row = Assert.Single(new TrainingBenchmark(blocks: 2, blockSeconds: 0).Run(new Silence(), [Tiny], peers: [], CancellationToken.None));
        Assert.Equal(["name", "layers", "width", "heads", "context", "batch", "tokens_per_second", "flops_per_second", "sgemm_flops_per_second", "fraction_of_sgemm",
            "peak_rss_bytes", "sgemm_library", "peers"], Bench.Keys(JsonSerializer.SerializeToNode(row, Settings.Json)));
        Assert.Equal(row.FlopsPerSecond / row.SgemmFlopsPerSecond, row.FractionOfSgemm, 1e-9);
        Assert.True(row is { TokensPerSecond: > 0, PeakRssBytes: > 10_000_000 });
        Assert.Contains(row.SgemmLibrary, (string[])["openblas", "libtorch"]);
    }

    [Fact]
    public void Every_peer_is_timed_in_turn()
    {
        var row = Assert.Single(new TrainingBenchmark(blocks: 2, blockSeconds: 0).Run(new Silence(), [Tiny], [.. PeerTraining.Names], CancellationToken.None));
        Assert.Equal(PeerTraining.Names, row.Peers.Select(peer => peer.Name));
        foreach (var peer in row.Peers)
        {
            Assert.Equal(["name", "tokens_per_second", "ratio_min", "ratio_median", "ratio_max"], Bench.Keys(JsonSerializer.SerializeToNode(peer, Settings.Json)));
            Assert.True(peer is { TokensPerSecond: > 0, RatioMin: > 0 });
            Assert.InRange(peer.RatioMedian, peer.RatioMin, peer.RatioMax);
        }
    }

    [Fact]
    public void The_arithmetic_of_an_update_is_counted_product_by_product()
    {
        // one layer, width 2, two tokens: projections 4·2·2, feed-forward 2·2·8, attention (T + 1)·2, answer 2·2, heads 2·3
        Assert.Equal(3.0 * 2 * 2 * (16 + 32 + 3 * 2 + 4 + 6), new BenchSize("hand", 1, 2, 1, 2, 1).FlopsPerUpdate(outputs: 3));
    }

    [Fact]
    public void The_sizes_are_the_documented_ones()
    {
        Assert.Equal([new BenchSize("quickstart", 3, 64, 4, 100, 32), new BenchSize("ad-small", 4, 64, 4, 200, 32), new BenchSize("ad-medium", 4, 128, 4, 256, 8),
            new BenchSize("ad-large", 6, 256, 8, 512, 4)], BenchSize.All);
        Assert.Equal("ad-small", BenchSize.Small.Name);
    }

    [Fact]
    public async Task The_chosen_sizes_are_timed_with_the_chosen_threads()
    {
        var before = torch.get_num_threads();
        var rows = await Bench.Rows("train", "--quick", "--size", "ad-small", "--size", "quickstart", "--threads", "1");
        Assert.Equal(["quickstart", "ad-small"], rows.Select(row => (string)row!["name"]!));
        Assert.Equal(before, torch.get_num_threads());
    }

    [Theory]
    [InlineData("--threads is 0; allowed is 1 to", "--threads", "0")]
    [InlineData("'pytorch-default' not recognized", "--peer", "pytorch-default")]
    [InlineData("'ad-tiny' not recognized", "--size", "ad-tiny")]
    public Task What_cannot_be_is_refused(string why, params string[] options) => Bench.Refused(2, why, ["train", "--quick", .. options]);

    [Fact]
    public Task One_process_has_nothing_to_be_compared_with() => Bench.Refused(2, "--nproc is 1; allowed is 2 to", "ranks", "--nproc", "1");

    [Fact]
    public Task An_unknown_measurement_is_answered_with_the_known_ones() =>
        Bench.Refused(2, "unknown command \"fly\"; known are train, ranks, memory, act, generate, ops, store (algodistill bench --help says more)", "fly");
}
