using System.CommandLine;
using AlgoDistill.Bench.Measures;
using AlgoDistill.Cli;

namespace AlgoDistill.Bench.Commands;

/// <summary><c>algodistill bench ops</c>.</summary>
static class OpsCommand
{
    static readonly Option<bool> Quick = BenchOptions.Quick("A first look at a small size, within 5 seconds");

    public static Command Create()
    {
        var ops = new Command("ops", "Time of each fused operator beside the plain composition of libtorch's operators")
        {
            Quick, BenchOptions.Threads, CommonOptions.Json,
        };
        Invocation.Set(ops, Run);
        return ops;
    }

    static void Run(Invocation invocation)
    {
        using var threads = invocation.UseThreads();
        var rows = (invocation.Get(Quick) ? OperatorBenchmark.Quick : OperatorBenchmark.Full).Run(invocation.Monitor, invocation.Cancellation);
        invocation.Print(rows, () => TextTable.Format(
            ["operator", "size", "forward ms", "backward ms", "plain forward ms", "plain backward ms", "ratio (min, median, max)"],
            rows.Select(IReadOnlyList<object?> (row) =>
            [
                row.Name, row.Size, 1e3 * row.ForwardSeconds, 1e3 * row.BackwardSeconds, 1e3 * row.PlainForwardSeconds,
                1e3 * row.PlainBackwardSeconds, BenchOptions.Ratios(row.RatioMin, row.RatioMedian, row.RatioMax),
            ])));
    }
}
