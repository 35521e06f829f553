using System.CommandLine;
using AlgoDistill.Bench.Measures;
using AlgoDistill.Cli;
using AlgoDistill.Experiments;
using AlgoDistill.Learning;

namespace AlgoDistill.Bench.Commands;

/// <summary><c>algodistill bench ranks</c>.</summary>
static class RanksCommand
{
    static readonly Option<bool> Quick = BenchOptions.Quick("A first look: all sizes within 20 seconds");
    static readonly Option<int> Processes = Job.Processes(usual: 2);

    public static Command Create()
    {
        var ranks = new Command("ranks", "Training speed of several processes together, beside one with all their threads")
        {
            BenchOptions.Sizes, Quick, Processes, CommonOptions.Json,
        };
        Invocation.Set(ranks, invocation => Job.Run(invocation, Processes, Devices.Cpu, Run, typeof(RanksCommand).Assembly));
        return ranks;
    }

    static void Run(Invocation invocation, DataParallel? ranks)
    {
        if (ranks is null) throw new ArgumentException($"{Processes.Name} is 1; allowed is 2 to {Environment.ProcessorCount}, the cores of this machine");
        var benchmark = invocation.Get(Quick) ? RanksBenchmark.Quick(ranks) : RanksBenchmark.Full(ranks);
        var monitor = ranks.Leads ? invocation.Monitor : new Cli.Monitor(TextWriter.Null);
        var rows = benchmark.Run(monitor, invocation.Chosen(), Environment.ProcessorCount, invocation.Cancellation);
        if (ranks.Leads) invocation.Print(rows, () => Text(rows));
    }

    static string Text(IReadOnlyList<RanksRow> rows) => TextTable.Format(
        ["size", "ranks", "threads", "alone tokens/s", "apart tokens/s", "together tokens/s", "ratio (min, median, max)",
            "CPU ms: alone", "apart", "together", "gradient MB", "sum ms", "sum MB/s"],
        rows.Select(IReadOnlyList<object?> (row) =>
        [
            row.Name, row.Ranks, row.Threads, (long)row.AloneTokensPerSecond, (long)row.ApartTokensPerSecond, (long)row.TogetherTokensPerSecond,
            BenchOptions.Ratios(row.RatioMin, row.RatioMedian, row.RatioMax), row.AloneProcessorSeconds * 1e3,
            row.ApartProcessorSeconds * 1e3, row.TogetherProcessorSeconds * 1e3, row.GradientBytes / 1e6,
            row.SumSeconds * 1e3, (long)(row.SumBytesPerSecond / 1e6),
        ]));
}
