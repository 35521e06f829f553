using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace AlgoDistill.Reports;

/// <summary>What it takes to make a report again.</summary>
public sealed record Provenance
{
    /// <summary>Commands that made what is reported, and the report, in their order.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>What computed here, in words; nothing where no tensor library did.</summary>
    public ComputeEnvironment? Machine { get; init; }

    /// <summary>Configurations of everything that was run, by title, with their seeds.</summary>
    public IReadOnlyList<(string Title, JsonObject Settings)> Configurations { get; init; } = [];

    /// <summary>All of it as tables: the build, commands, seeds, configurations.</summary>
    public IReadOnlyList<DataTable> Tables()
    {
        DataTable[] configurations = [.. Configurations.Select((one, i) => DataTable.FromJson($"configuration-{i + 1}", one.Title, one.Settings))];
        DataTable[] all =
        [
            new("build", "Library and machine of this report", [new Column("What"), new Column("Value")],
                [.. Build().Select(row => new Cell[] { row.Name, row.Value })]),
            new("commands", "Commands", [new Column("Command")], [.. Commands.Select(command => new Cell[] { command })]),
            new("seeds", "Seeds", [new Column("Configuration"), new Column("Setting"), new Column("Seed")],
                [.. configurations.SelectMany(one => one.Rows.Where(IsSeed).Select(row => new[] { one.Title, row[0], row[1] }))]) { Grouped = true },
            .. configurations,
        ];
        return [.. all.Where(table => table.Rows.Count > 0)];
    }

    (string Name, string Value)[] Build() =>
    [
        ("library", $"AlgoDistill {Library.Version}"), ("commit", Library.Commit ?? "unknown"), ("runtime", RuntimeInformation.FrameworkDescription),
        ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
        ("computed by", Machine?.ToString() ?? "no tensor library"),
    ];

    static bool IsSeed(IReadOnlyList<Cell> row) => row[0].Text!.EndsWith("seed", StringComparison.OrdinalIgnoreCase);
}
