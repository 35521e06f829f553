namespace AlgoDistill.Data;

/// <summary>One thing that is wrong with a store.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Row">Row in the file, counted from 0, where one row is at fault.</param>
/// <param name="Column">Name of the column, where one column is at fault.</param>
/// <param name="Message">What is wrong.</param>
public sealed record StoreFault(string File, int? Row, string? Column, string Message)
{
    /// <summary>As one line.</summary>
    public override string ToString() =>
        $"{File}{(Row is { } row ? $", row {row}" : "")}{(Column is { } column ? $", column {column}" : "")}: {Message}";
}
