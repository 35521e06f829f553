namespace AlgoDistill.Reports;

/// <summary>One value of a table: a text, a number, or an estimate with its interval; by default, nothing.</summary>
public readonly record struct Cell
{
    /// <summary>The text, if it is one.</summary>
    public string? Text { get; private init; }

    /// <summary>The number and its interval, if it is one.</summary>
    public Interval? Number { get; private init; }

    /// <summary>A text.</summary>
    public static implicit operator Cell(string? text) => new() { Text = text };

    /// <summary>A number; nothing when it is not finite.</summary>
    public static implicit operator Cell(double? number) =>
        number is { } value && double.IsFinite(value) ? new() { Number = Interval.Exact(value) } : default;

    /// <summary>An estimate; nothing when it is not finite.</summary>
    public static implicit operator Cell(Interval? interval) =>
        interval is { } value && double.IsFinite(value.Mean) ? new() { Number = value } : default;

    /// <summary>What the reader sees, numbers in the given .NET format.</summary>
    public string Show(string format) => Text ?? Number?.ToString(format) ?? "";
}

/// <summary>What the cells of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Texts, aligned left.</summary>
    Text,

    /// <summary>Numbers, aligned right.</summary>
    Number,

    /// <summary>Estimates with intervals, aligned right; three columns of a CSV file.</summary>
    Interval,
}

/// <summary>One column of a table.</summary>
/// <param name="Title">Its heading, with the unit.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="Format">.NET format in which its numbers are shown; files keep all digits.</param>
public sealed record Column(string Title, ColumnKind Kind = ColumnKind.Text, string Format = "0.000");
