using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AlgoDistill.Reports;

/// <summary>A table that can be shown in a report, printed as text, or written as CSV.</summary>
/// <param name="Name">Name of its file, without ending.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">At least one.</param>
/// <param name="Rows">Each with a cell a column.</param>
public sealed record DataTable(string Name, string Title, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    /// <summary>Whether the first column names groups of rows, which a page sets off by a heading each.</summary>
    public bool Grouped { get; init; }

    /// <summary>A table of the settings of a configuration, one a row; settings within settings are named <c>outer.inner</c>.</summary>
    public static DataTable FromJson(string name, string title, JsonObject configuration) =>
        new(name, title, [new Column("Setting"), new Column("Value")],
            [.. Flatten("", configuration).Select(pair => new Cell[] { pair.Name, pair.Value })]);

    /// <summary>Comma-separated values as RFC 4180 has them, with a header; numbers with all digits, nothing where there is no value.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder();
        AddLine(text, Columns.SelectMany(column => column.Kind == ColumnKind.Interval
            ? [column.Title, $"{column.Title}: low", $"{column.Title}: high"]
            : new[] { column.Title }));
        foreach (var row in Rows) AddLine(text, Columns.Zip(row).SelectMany(pair => Values(pair.First, pair.Second)));
        return text.ToString();
    }

    /// <summary>The table as lines of text in columns of equal width, for a terminal.</summary>
    public string ToText()
    {
        string[][] lines = [[.. Columns.Select(column => column.Title)],
            .. Rows.Select(row => Columns.Zip(row, (column, cell) => cell.Show(column.Format)).ToArray())];
        int[] widths = [.. Columns.Select((_, i) => lines.Max(line => line[i].Length))];
        var padded = lines.Select(line => line.Select((cell, i) => Columns[i].Kind == ColumnKind.Text ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])));
        return string.Concat(padded.Select(line => string.Join("  ", line).TrimEnd() + "\n"));
    }

    static IEnumerable<string> Values(Column column, Cell cell) => (column.Kind, cell.Number) switch
    {
        (ColumnKind.Text, _) => [cell.Text ?? ""],
        (ColumnKind.Number, { } number) => [Digits(number.Mean)],
        (ColumnKind.Interval, { } number) => [Digits(number.Mean), Digits(number.Low), Digits(number.High)],
        (ColumnKind.Number, null) => [""],
        _ => ["", "", ""],
    };

    static string Digits(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    static void AddLine(StringBuilder text, IEnumerable<string> values) => text.AppendJoin(',', values.Select(Quote)).Append("\r\n");

    static string Quote(string value) =>
        value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    static IEnumerable<(string Name, string Value)> Flatten(string prefix, JsonObject values) => values.SelectMany(pair => pair.Value is JsonObject inner
        ? Flatten($"{prefix}{pair.Key}.", inner)
        : [(prefix + pair.Key, pair.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : pair.Value?.ToJsonString() ?? "none")]);
}
