using System.CommandLine;
using System.Globalization;
using AlgoDistill.Experiments.Bench;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill bench</c>, its <c>train</c> and its <c>memory</c>.</summary>
static class BenchCommand
{
    static readonly Option<bool> Quick = new("--quick") { Description = "A first look: all sizes within 20 seconds" };
    static readonly Option<int> Updates = new("--updates") { Description = "Updates in all", HelpName = "N", DefaultValueFactory = _ => 10_000 };
    static readonly Option<string[]> Sizes = new("--size") { Description = "Only this size; may be given again", HelpName = "SIZE", DefaultValueFactory = _ => [] };
    public static readonly Option<string[]> Peers = new("--peer")
    {
        Description = "Time the same network elsewhere too, block by block in turn; may be given again", HelpName = "PEER", DefaultValueFactory = _ => [],
    };

    public static readonly Option<string> Python = new("--python") { Description = "The Python that has PyTorch", HelpName = "FILE", DefaultValueFactory = _ => "/usr/bin/python3" };

    public static Command Create()
    {
        Peers.AcceptOnlyFromAmong([.. PyTorchPeer.Names]);
        Sizes.AcceptOnlyFromAmong([.. BenchSize.All.Select(size => size.Name)]);
        var train = new Command("train", "Training speed, as tokens a second and as a fraction of matrix multiplication") { Sizes, Quick, Peers, Python, CommonOptions.Json };
        Invocation.Set(train, Run);
        var memory = new Command("memory", "Resident size and managed allocation over many updates of a small model") { Updates, CommonOptions.Json };
        Invocation.Set(memory, RunMemory);
        return new Command("bench", "Measure speed and memory") { train, memory, BenchActCommand.Create(), BenchGenerateCommand.Create(), BenchOpsCommand.Create() };
    }

    static void RunMemory(Invocation invocation)
    {
        var updates = Require.InRange(invocation.Get(Updates), 1, 100_000_000, "--updates");
        var rows = MemoryBenchmark.Run(invocation.Monitor, updates, invocation.Cancellation);
        invocation.Print(rows, () => TextTable.Format(["updates", "resident MB", "managed KB an update", "tensors"],
            rows.Select(IReadOnlyList<object?> (row) => [row.Updates, row.RssBytes / 1e6, row.AllocatedBytesPerUpdate / 1e3, row.Tensors])));
    }

    static void Run(Invocation invocation)
    {
        using var peers = new BenchPeers(invocation, "pytorch_train.py");
        var benchmark = invocation.Get(Quick) ? TrainingBenchmark.Quick : TrainingBenchmark.Full;
        var rows = benchmark.Run(invocation.Monitor, Chosen(invocation.Get(Sizes)), peers.All, invocation.Cancellation);
        invocation.Print(rows, () => Text(rows));
    }

    static BenchSize[] Chosen(string[] names) => [.. BenchSize.All.Where(size => names.Length == 0 || names.Contains(size.Name))];

    static string Text(IReadOnlyList<BenchRow> rows) => TextTable.Format(
        ["size", "layers", "width", "heads", "context", "batch", "tokens/s", "GFLOP/s", "of sgemm", "peak MB",
            .. rows[0].Peers.SelectMany(peer => new[] { $"{peer.Name} tokens/s", "ratio (min, median, max)" })],
        rows.Select(IReadOnlyList<object?> (row) =>
        [
            row.Name, row.Layers, row.Width, row.Heads, row.Context, row.Batch, (long)row.TokensPerSecond, (long)(row.FlopsPerSecond / 1e9), row.FractionOfSgemm,
            row.PeakRssBytes / 1_000_000,
            .. row.Peers.SelectMany(peer => new object[] { (long)peer.TokensPerSecond, Ratios(peer.RatioMin, peer.RatioMedian, peer.RatioMax) }),
        ]));

    /// <summary>Ratios as all benchmarks show them.</summary>
    public static string Ratios(double min, double median, double max) => string.Create(CultureInfo.InvariantCulture, $"{min:0.00} {median:0.00} {max:0.00}");
}
