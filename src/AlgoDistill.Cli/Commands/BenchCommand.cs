using System.CommandLine;
using System.Globalization;
using AlgoDistill.Experiments;
using AlgoDistill.Experiments.Bench;
using AlgoDistill.Learning;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill bench</c>, its <c>train</c>, <c>ranks</c> and <c>memory</c>.</summary>
static class BenchCommand
{
    static readonly Option<bool> Quick = new("--quick") { Description = "A first look: all sizes within 20 seconds" };
    static readonly Option<int> Updates = new("--updates") { Description = "Updates in all", HelpName = "N", DefaultValueFactory = _ => 10_000 };
    static readonly Option<string[]> Sizes = new("--size") { Description = "Only this size; may be given again", HelpName = "SIZE", DefaultValueFactory = _ => [] };
    public static readonly Option<string[]> Peers = new("--peer")
    {
        Description = "Time the same network elsewhere too, block by block in turn; may be given again", HelpName = "PEER", DefaultValueFactory = _ => [],
    };

    public static readonly Option<string> Python = new("--python") { Description = "The Python that has PyTorch or NumPy", HelpName = "FILE", DefaultValueFactory = _ => "/usr/bin/python3" };
    static readonly Option<int> Processes = Job.Processes(usual: 2);

    public static Command Create()
    {
        Peers.AcceptOnlyFromAmong([.. PyTorchPeer.Names]);
        Sizes.AcceptOnlyFromAmong([.. BenchSize.All.Select(size => size.Name)]);
        var train = new Command("train", "Training speed, as tokens a second and as a fraction of matrix multiplication") { Sizes, Quick, Peers, Python, CommonOptions.Json };
        Invocation.Set(train, Run);
        var memory = new Command("memory", "Resident size and managed allocation over many updates of a small model") { Updates, CommonOptions.Json };
        Invocation.Set(memory, RunMemory);
        var together = new Command("ranks", "Training speed of several processes together, beside one with all their threads") { Sizes, Quick, Processes, CommonOptions.Json };
        Invocation.Set(together, invocation => Job.Run(invocation, Processes, Devices.Cpu, ranks => RunRanks(invocation, ranks)));
        return new Command("bench", "Measure speed and memory") { train, together, memory, BenchActCommand.Create(), BenchGenerateCommand.Create(), BenchOpsCommand.Create(), BenchStoreCommand.Create() };
    }

    static void RunRanks(Invocation invocation, DataParallel? ranks)
    {
        if (ranks is null) throw new ArgumentException($"{Processes.Name} is 1; allowed is 2 to {Environment.ProcessorCount}, the cores of this machine");
        var benchmark = invocation.Get(Quick) ? RanksBenchmark.Quick(ranks) : RanksBenchmark.Full(ranks);
        var monitor = ranks.Leads ? invocation.Monitor : new Monitor(TextWriter.Null);
        var rows = benchmark.Run(monitor, Chosen(invocation.Get(Sizes)), Environment.ProcessorCount, invocation.Cancellation);
        if (!ranks.Leads) return;
        invocation.Print(rows, () => TextTable.Format(
            ["size", "ranks", "threads", "alone tokens/s", "apart tokens/s", "together tokens/s", "ratio (min, median, max)",
                "CPU ms: alone", "apart", "together", "gradient MB", "sum ms", "sum MB/s"],
            rows.Select(IReadOnlyList<object?> (row) =>
            [
                row.Name, row.Ranks, row.Threads, (long)row.AloneTokensPerSecond, (long)row.ApartTokensPerSecond, (long)row.TogetherTokensPerSecond,
                Ratios(row.RatioMin, row.RatioMedian, row.RatioMax), row.AloneProcessorSeconds * 1e3,
                row.ApartProcessorSeconds * 1e3, row.TogetherProcessorSeconds * 1e3, row.GradientBytes / 1e6, row.SumSeconds * 1e3, (long)(row.SumBytesPerSecond / 1e6),
            ])));
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
