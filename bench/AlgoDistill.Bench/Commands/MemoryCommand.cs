using System.CommandLine;
using System.Globalization;
using AlgoDistill.Bench.Measures;
using AlgoDistill.Cli;

namespace AlgoDistill.Bench.Commands;

/// <summary><c>algodistill bench memory</c>.</summary>
static class MemoryCommand
{
    static readonly Option<int> Updates = new("--updates") { Description = "Updates in all", HelpName = "N", DefaultValueFactory = _ => 10_000 };

    public static Command Create()
    {
        var memory = new Command("memory", "Resident size and managed allocation over many updates of a small model") { Updates, CommonOptions.Json };
        Invocation.Set(memory, Run);
        return memory;
    }

    static void Run(Invocation invocation)
    {
        var updates = Require.InRange(invocation.Get(Updates), 1, 100_000_000, Updates.Name);
        var rows = MemoryBenchmark.Run(invocation.Monitor, updates, invocation.Cancellation);
        invocation.Print(rows, () => TextTable.Format(["updates", "resident MB", "managed KB an update", "tensors"],
            rows.Select(IReadOnlyList<object?> (row) => [row.Updates, row.RssBytes / 1e6, row.AllocatedBytesPerUpdate / 1e3, row.Tensors]))
            + "\n" + Text(MemoryTrend.Of(rows)));
    }

    static string Text(MemoryTrend trend) => string.Create(CultureInfo.InvariantCulture,
        $"after update {trend.Since}: resident size {100 * trend.Growth:+0.0;-0.0;0.0}%, "
        + $"live tensors {trend.LeastTensors} to {trend.MostTensors}, at most {trend.MostAllocatedBytes / 1e3:0.0} KB of managed memory an update");
}
