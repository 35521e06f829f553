using System.CommandLine;
using AlgoDistill.Bench.Measures;
using AlgoDistill.Bench.Peers;
using AlgoDistill.Cli;

namespace AlgoDistill.Bench.Commands;

/// <summary><c>algodistill bench act</c>.</summary>
static class ActCommand
{
    static readonly Option<bool> Quick = BenchOptions.Quick("A first look at fewer streams and a shorter context");

    static readonly Option<string?> Peer = new Option<string?>("--peer")
    {
        Description = "Time the same network written with TorchSharp's own modules too, which reads the window again; block by block in turn",
        HelpName = PeerActing.Name,
    }.AcceptOnlyFromAmong(PeerActing.Name);

    public static Command Create()
    {
        var act = new Command("act", "Acting speed at a full context, with the key-value cache and without")
        {
            Quick, Peer, BenchOptions.Threads, CommonOptions.Json,
        };
        Invocation.Set(act, Run);
        return act;
    }

    static void Run(Invocation invocation)
    {
        using var threads = invocation.UseThreads();
        var benchmark = invocation.Get(Quick) ? ActingBenchmark.Quick : ActingBenchmark.Full;
        var rows = benchmark.Run(invocation.Monitor, invocation.Parsed.GetValue(Peer) is not null, invocation.Cancellation);
        invocation.Print(rows, () => Text(rows));
    }

    static string Text(IReadOnlyList<ActingRow> rows) => TextTable.Format(
        ["way", "layers", "width", "heads", "context", "streams", "steps/s", "MB a step", "of memory",
            .. rows[0].Peers.SelectMany(peer => new[] { $"{peer.Name} steps/s", "ratio (min, median, max)" })],
        rows.Select(IReadOnlyList<object?> (row) =>
        [
            row.Name, row.Layers, row.Width, row.Heads, row.Context, row.Streams, row.StepsPerSecond,
            row.BytesPerStep / 1_000_000, row.FractionOfRead,
            .. row.Peers.SelectMany(peer => new object[]
            {
                peer.StepsPerSecond, BenchOptions.Ratios(peer.RatioMin, peer.RatioMedian, peer.RatioMax),
            }),
        ]));
}
