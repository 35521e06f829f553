namespace AlgoDistill.Data.DuckDb;

/// <summary>DuckDB refused; the message is DuckDB's own text.</summary>
/// <param name="message">DuckDB's text.</param>
public sealed class DuckDbException(string message) : Exception(message);
