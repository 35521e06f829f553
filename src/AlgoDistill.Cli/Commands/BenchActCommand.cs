using System.CommandLine;
using AlgoDistill.Experiments.Bench;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill bench act</c>.</summary>
static class BenchActCommand
{
    static readonly Option<bool> Quick = new("--quick") { Description = "A first look at fewer streams and a shorter context" };

    public static Command Create()
    {
        var act = new Command("act", "Acting speed at a full context, with the key-value cache and without") { Quick, BenchCommand.Peers, BenchCommand.Python, CommonOptions.Json };
        Invocation.Set(act, Run);
        return act;
    }

    static void Run(Invocation invocation)
    {
        using var peers = new BenchPeers(invocation, "pytorch_act.py");
        var benchmark = invocation.Get(Quick) ? ActingBenchmark.Quick : ActingBenchmark.Full;
        var rows = benchmark.Run(invocation.Monitor, peers.All, invocation.Cancellation);
        invocation.Print(rows, () => Text(rows));
    }

    static string Text(IReadOnlyList<ActingRow> rows) => TextTable.Format(
        ["way", "layers", "width", "heads", "context", "streams", "steps/s", "MB a step", "of memory", .. rows[0].Peers.SelectMany(peer => new[] { $"{peer.Name} steps/s", "ratio (min, median, max)" })],
        rows.Select(IReadOnlyList<object?> (row) =>
        [
            row.Name, row.Layers, row.Width, row.Heads, row.Context, row.Streams, row.StepsPerSecond, row.BytesPerStep / 1_000_000, row.FractionOfRead,
            .. row.Peers.SelectMany(peer => new object[] { peer.StepsPerSecond, BenchCommand.Ratios(peer.RatioMin, peer.RatioMedian, peer.RatioMax) }),
        ]));
}
