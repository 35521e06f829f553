using System.CommandLine;
using AlgoDistill.Experiments.Bench;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill bench ops</c>.</summary>
static class BenchOpsCommand
{
    static readonly Option<bool> Quick = new("--quick") { Description = "A first look at the smallest size, within 5 seconds" };

    public static Command Create()
    {
        var ops = new Command("ops", "Time of each fused operator beside the plain composition of libtorch's operators") { Quick, CommonOptions.Json };
        Invocation.Set(ops, Run);
        return ops;
    }

    static void Run(Invocation invocation)
    {
        var rows = (invocation.Get(Quick) ? OperatorBenchmark.Quick : OperatorBenchmark.Full).Run(invocation.Monitor, invocation.Cancellation);
        invocation.Print(rows, () => TextTable.Format(
            ["operator", "size", "forward ms", "backward ms", "plain forward ms", "plain backward ms", "ratio (min, median, max)"],
            rows.Select(IReadOnlyList<object?> (row) =>
            [
                row.Name, row.Size, 1e3 * row.ForwardSeconds, 1e3 * row.BackwardSeconds, 1e3 * row.PlainForwardSeconds, 1e3 * row.PlainBackwardSeconds,
                BenchCommand.Ratios(row.RatioMin, row.RatioMedian, row.RatioMax),
            ])));
    }
}
