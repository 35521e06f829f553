using System.CommandLine;
using AlgoDistill.Experiments.Bench;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill bench generate</c>.</summary>
static class BenchGenerateCommand
{
    static readonly Option<bool> Quick = new("--quick") { Description = "A first look, within 5 seconds" };

    public static Command Create()
    {
        var generate = new Command("generate", "Speed at which one worker generates learning histories, in memory and into a store") { Quick, CommonOptions.Json };
        Invocation.Set(generate, Run);
        return generate;
    }

    static void Run(Invocation invocation)
    {
        var rows = (invocation.Get(Quick) ? GenerationBenchmark.Quick : GenerationBenchmark.Full).Run(invocation.Monitor, invocation.Cancellation);
        invocation.Print(rows, () => TextTable.Format(["recorded in", "tasks", "algorithm", "histories", "steps", "steps/s", "bytes a step"],
            rows.Select(IReadOnlyList<object?> (row) => [row.Name, row.Tasks, row.Algorithm, row.Histories, row.Steps, (long)row.StepsPerSecond, row.BytesPerStep])));
    }
}
