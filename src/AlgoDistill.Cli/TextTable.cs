using System.Globalization;

namespace AlgoDistill.Cli;

/// <summary>Rows in aligned columns: text to the left, numbers to the right.</summary>
static class TextTable
{
    /// <summary>The table with a heading; a missing value is a dash.</summary>
    public static string Format(IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var cells = rows.ToArray();
        var texts = cells.Select(row => row.Select(Text).ToArray()).Prepend([.. heading]).ToArray();
        var widths = heading.Select((_, column) => texts.Max(row => row[column].Length)).ToArray();
        var right = heading.Select((_, column) => cells.Any(row => row[column] is int or long or double)).ToArray();
        return string.Join('\n', texts.Select(row =>
            string.Join("  ", row.Select((text, column) => right[column] ? text.PadLeft(widths[column]) : text.PadRight(widths[column]))).TrimEnd()));
    }

    static string Text(object? value) => value switch
    {
        null => "-",
        double number => number.ToString("0.000", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
