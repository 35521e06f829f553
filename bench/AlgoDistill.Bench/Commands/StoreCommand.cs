using System.CommandLine;
using AlgoDistill.Bench.Measures;
using AlgoDistill.Cli;

namespace AlgoDistill.Bench.Commands;

/// <summary><c>algodistill bench store</c>.</summary>
static class StoreCommand
{
    static readonly Option<bool> Quick = BenchOptions.Quick("A first look at a small store, within 20 seconds");

    public static Command Create()
    {
        var store = new Command("store", "Speed of writing, reading and opening a store, and of windows from memory and from a file")
        {
            Quick, CommonOptions.Json,
        };
        Invocation.Set(store, Run);
        return store;
    }

    static void Run(Invocation invocation)
    {
        var rows = (invocation.Get(Quick) ? StoreBenchmark.Quick : StoreBenchmark.Full).Run(invocation.Monitor, invocation.Cancellation);
        invocation.Print(rows, () => TextTable.Format(["what", "value", "unit", "target", "with"],
            rows.Select(IReadOnlyList<object?> (row) => [row.Name, row.Unit == "ms" ? row.Value : (long)row.Value, row.Unit, row.Target, row.Note])));
    }
}
