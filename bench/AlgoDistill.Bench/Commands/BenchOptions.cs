using System.CommandLine;
using System.Globalization;
using AlgoDistill.Bench.Measures;
using AlgoDistill.Cli;

namespace AlgoDistill.Bench.Commands;

/// <summary>Options that several measurements have, and how all show ratios.</summary>
static class BenchOptions
{
    public static Option<string[]> Sizes { get; } = new Option<string[]>("--size")
    {
        Description = "Only this size; may be given again", HelpName = "SIZE", DefaultValueFactory = _ => [],
    }.AcceptOnlyFromAmong([.. BenchSize.All.Select(size => size.Name)]);

    public static Option<int?> Threads { get; } = new("--threads")
    {
        Description = "Threads of libtorch, ours and the peers'; all cores unless it is given", HelpName = "N",
    };

    public static Option<string> Python { get; } = new("--python")
    {
        Description = "The Python that has NumPy", HelpName = "FILE", DefaultValueFactory = _ => "/usr/bin/python3",
    };

    public static Option<bool> Quick(string description) => new("--quick") { Description = description };

    /// <summary>The sizes that <see cref="Sizes"/> names; all where it names none.</summary>
    public static BenchSize[] Chosen(this Invocation invocation)
    {
        var names = invocation.Get(Sizes);
        return [.. BenchSize.All.Where(size => names.Length == 0 || names.Contains(size.Name))];
    }

    /// <summary>Sets the threads as <see cref="Threads"/> says.</summary>
    public static ThreadCount UseThreads(this Invocation invocation) =>
        new(invocation.Parsed.GetValue(Threads) is { } threads ? Require.InRange(threads, 1, Environment.ProcessorCount, Threads.Name) : null);

    /// <summary>Ratios as all measurements show them.</summary>
    public static string Ratios(double min, double median, double max) =>
        string.Create(CultureInfo.InvariantCulture, $"{min:0.00} {median:0.00} {max:0.00}");
}
