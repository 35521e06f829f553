using System.CommandLine;
using System.Globalization;
using AlgoDistill.Experiments.Bench;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill bench train</c>.</summary>
static class BenchCommand
{
    static readonly Option<bool> Quick = new("--quick") { Description = "A first look: all sizes within 20 seconds" };
    static readonly Option<string[]> Sizes = new("--size") { Description = "Only this size; may be given again", HelpName = "SIZE" };
    static readonly Option<string?> Peer = new Option<string?>("--peer") { Description = "Time the same network elsewhere, block by block in turn", HelpName = "pytorch" };
    static readonly Option<string> Python = new("--python") { Description = "The Python that has PyTorch", HelpName = "FILE", DefaultValueFactory = _ => "/usr/bin/python3" };

    public static Command Create()
    {
        Peer.AcceptOnlyFromAmong("pytorch");
        Sizes.AcceptOnlyFromAmong([.. BenchSize.All.Select(size => size.Name)]);
        var train = new Command("train", "Training speed, as tokens a second and as a fraction of matrix multiplication") { Sizes, Quick, Peer, Python, CommonOptions.Json };
        Invocation.Set(train, Run);
        return new Command("bench", "Measure speed") { train };
    }

    static void Run(Invocation invocation)
    {
        using var peer = invocation.Parsed.GetValue(Peer) is null ? null : new PyTorchPeer(invocation.Get(Python));
        var benchmark = invocation.Get(Quick) ? TrainingBenchmark.Quick : TrainingBenchmark.Full;
        var rows = benchmark.Run(invocation.Monitor, Chosen(invocation.Get(Sizes)), peer, invocation.Cancellation);
        invocation.Print(rows, () => Text(rows, peer is not null));
    }

    static BenchSize[] Chosen(string[] names) => [.. BenchSize.All.Where(size => names.Length == 0 || names.Contains(size.Name))];

    static string Text(IReadOnlyList<BenchRow> rows, bool compared)
    {
        string[] heading = ["size", "layers", "width", "heads", "context", "batch", "tokens/s", "GFLOP/s", "of sgemm", "peak MB"];
        return TextTable.Format(compared ? [.. heading, "PyTorch tokens/s", "ratio (min, median, max)"] : heading, rows.Select(IReadOnlyList<object?> (row) =>
        [
            row.Name, row.Layers, row.Width, row.Heads, row.Context, row.Batch, (long)row.TokensPerSecond, (long)(row.FlopsPerSecond / 1e9), row.FractionOfSgemm,
            row.PeakRssBytes / 1_000_000,
            .. compared ? (IEnumerable<object?>)[(long?)row.PeerTokensPerSecond, Ratios(row)] : [],
        ]));
    }

    static string Ratios(BenchRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.RatioMin:0.00} {row.RatioMedian:0.00} {row.RatioMax:0.00}");
}
