using System.Text.Json;
using AlgoDistill.Bench.Measures;

namespace AlgoDistill.Bench.Tests;

public class ActCommandTests
{
    static readonly string[] Keys = ["name", "layers", "width", "heads", "context", "streams", "steps_per_second", "read_bytes_per_second"];

    [Fact]
    public async Task A_first_look_prints_every_way_with_the_documented_keys()
    {
        var rows = await Bench.Rows("act", "--quick");
        Assert.Equal(["agent", "in-step", "out-of-step", "uncached"], rows.Select(row => (string)row!["name"]!));
        Assert.All(rows.Take(3), row => Assert.Equal([.. Keys, "bytes_per_step", "fraction_of_read", "peers"], Bench.Keys(row)));
        Assert.Equal([.. Keys, "peers"], Bench.Keys(rows[3]));
    }

    [Fact]
    public void A_step_reads_the_keys_and_values_of_every_layer_stream_and_token()
    {
        var rows = new ActingBenchmark(streams: 3, context: 10, blocks: 2, blockSeconds: 0).Run(new Silence(), peer: false, CancellationToken.None);
        var row = rows[0];
        Assert.Equal(2 * 4 * (4 * 64 * 10 * 3), row.BytesPerStep);
        Assert.Equal(row.StepsPerSecond * row.BytesPerStep!.Value / row.ReadBytesPerSecond, row.FractionOfRead!.Value, 1e-9);
        Assert.All(rows, one => Assert.True(one.StepsPerSecond > 0));
    }

    [Fact]
    public void A_peer_is_timed_in_turn()
    {
        var rows = new ActingBenchmark(streams: 6, context: 10, blocks: 2, blockSeconds: 0).Run(new Silence(), peer: true, CancellationToken.None);
        var peer = JsonSerializer.SerializeToNode(Assert.Single(rows[0].Peers), Settings.Json)!;
        Assert.Equal(["name", "steps_per_second", "ratio_min", "ratio_median", "ratio_max"], Bench.Keys(peer));
        Assert.Equal("pytorch", (string)peer["name"]!);
        Assert.All(rows, row => Assert.True(row.Peers[0] is { RatioMin: > 0 } other && other.RatioMin <= other.RatioMedian && other.RatioMedian <= other.RatioMax));
    }

    [Fact]
    public Task An_unknown_peer_is_refused() => Bench.Refused(2, "'numpy' not recognized", "act", "--quick", "--peer", "numpy");
}
