namespace AlgoDistill.Data;

/// <summary>What is wrong with the content of a part.</summary>
/// <param name="row">Row in the file, where one row is at fault.</param>
/// <param name="column">Name of the column, where one column is at fault.</param>
/// <param name="message">What is wrong.</param>
/// <param name="cause">What was thrown first, if anything.</param>
sealed class PartFault(int? row, string? column, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>As a fault of the file.</summary>
    public StoreFault Of(string file) => new(file, row, column, Message);

    /// <summary>As one error.</summary>
    /// <param name="path">The file.</param>
    public StoreException ToException(string path)
    {
        var where = string.Join(", ", new[] { row is { } number ? $"row {number}" : null, column is { } name ? $"column {name}" : null }.OfType<string>());
        return new StoreException(path, where.Length == 0 ? Message : $"{where}: {Message}", this);
    }
}
