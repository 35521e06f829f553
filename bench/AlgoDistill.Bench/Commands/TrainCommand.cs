using System.CommandLine;
using AlgoDistill.Bench.Measures;
using AlgoDistill.Bench.Peers;
using AlgoDistill.Cli;

namespace AlgoDistill.Bench.Commands;

/// <summary><c>algodistill bench train</c>.</summary>
static class TrainCommand
{
    static readonly Option<bool> Quick = BenchOptions.Quick("A first look: all sizes within 20 seconds");

    static readonly Option<string[]> Peers = new Option<string[]>("--peer")
    {
        Description = "Time the same network written with TorchSharp's own modules too, block by block in turn; may be given again",
        HelpName = "PEER",
        DefaultValueFactory = _ => [],
    }.AcceptOnlyFromAmong([.. PeerTraining.Names]);

    public static Command Create()
    {
        var train = new Command("train", "Training speed, as tokens a second and as a fraction of matrix multiplication")
        {
            BenchOptions.Sizes, Quick, Peers, BenchOptions.Threads, CommonOptions.Json,
        };
        Invocation.Set(train, Run);
        return train;
    }

    static void Run(Invocation invocation)
    {
        using var threads = invocation.UseThreads();
        var benchmark = invocation.Get(Quick) ? TrainingBenchmark.Quick : TrainingBenchmark.Full;
        var rows = benchmark.Run(invocation.Monitor, invocation.Chosen(), [.. invocation.Get(Peers).Distinct()], invocation.Cancellation);
        invocation.Print(rows, () => Text(rows));
    }

    static string Text(IReadOnlyList<BenchRow> rows) => TextTable.Format(
        ["size", "layers", "width", "heads", "context", "batch", "tokens/s", "GFLOP/s", "of sgemm", "sgemm of", "peak MB",
            .. rows[0].Peers.SelectMany(peer => new[] { $"{peer.Name} tokens/s", "ratio (min, median, max)" })],
        rows.Select(IReadOnlyList<object?> (row) =>
        [
            row.Name, row.Layers, row.Width, row.Heads, row.Context, row.Batch, (long)row.TokensPerSecond,
            (long)(row.FlopsPerSecond / 1e9), row.FractionOfSgemm, row.SgemmLibrary, row.PeakRssBytes / 1_000_000,
            .. row.Peers.SelectMany(peer => new object[]
            {
                (long)peer.TokensPerSecond, BenchOptions.Ratios(peer.RatioMin, peer.RatioMedian, peer.RatioMax),
            }),
        ]));
}
