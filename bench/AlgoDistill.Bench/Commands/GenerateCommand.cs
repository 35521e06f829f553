using System.CommandLine;
using AlgoDistill.Bench.Measures;
using AlgoDistill.Bench.Peers;
using AlgoDistill.Cli;

namespace AlgoDistill.Bench.Commands;

/// <summary><c>algodistill bench generate</c>.</summary>
static class GenerateCommand
{
    static readonly Option<bool> Quick = BenchOptions.Quick("A first look, within 5 seconds");

    static readonly Option<string?> Peer = new Option<string?>("--peer")
    {
        Description = "Time the same work in the manner of Gymnasium, in Python with NumPy, block by block in turn", HelpName = NumPyPeer.Name,
    }.AcceptOnlyFromAmong(NumPyPeer.Name);

    public static Command Create()
    {
        var generate = new Command("generate", "Speed at which one worker generates learning histories, in memory and into a store")
        {
            Quick, Peer, BenchOptions.Python, CommonOptions.Json,
        };
        Invocation.Set(generate, Run);
        return generate;
    }

    static void Run(Invocation invocation)
    {
        using var peer = invocation.Parsed.GetValue(Peer) is null ? null : new NumPyPeer(invocation.Get(BenchOptions.Python));
        var rows = (invocation.Get(Quick) ? GenerationBenchmark.Quick : GenerationBenchmark.Full).Run(invocation.Monitor, peer, invocation.Cancellation);
        invocation.Print(rows, () => TextTable.Format(
            ["recorded in", "tasks", "algorithm", "histories", "steps", "steps/s", "bytes a step", "NumPy steps/s", "ratio (min, median, max)"],
            rows.Select(IReadOnlyList<object?> (row) =>
            [
                row.Name, row.Tasks, row.Algorithm, row.Histories, row.Steps, (long)row.StepsPerSecond, row.BytesPerStep,
                (long?)row.Peer?.StepsPerSecond, row.Peer is { } peer ? BenchOptions.Ratios(peer.RatioMin, peer.RatioMedian, peer.RatioMax) : null,
            ])));
    }
}
