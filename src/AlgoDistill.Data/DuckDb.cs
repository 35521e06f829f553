using System.Collections;
using System.Data.Common;
using System.Numerics;
using DuckDB.NET.Data;

namespace AlgoDistill.Data;

/// <summary>DuckDB in memory, for questions to a store and for the Parquet files of others.</summary>
sealed class DuckDb : IDisposable
{
    static readonly HashSet<Type> Known =
    [
        typeof(bool), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(BigInteger), typeof(float), typeof(double), typeof(string),
    ];

    readonly DuckDBConnection connection = new("Data Source=:memory:");

    public DuckDb() => connection.Open();

    /// <summary>A text in SQL.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Does what a statement says.</summary>
    /// <exception cref="DbException">DuckDB refuses it.</exception>
    public void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Fills a table.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="rows">What its rows are made of.</param>
    /// <param name="append">Appends the values of one.</param>
    public void Append<T>(string table, IEnumerable<T> rows, Action<IDuckDBAppenderRow, T> append)
    {
        using var appender = connection.CreateAppender(table);
        foreach (var row in rows)
        {
            var added = appender.CreateRow();
            append(added, row);
            added.EndRow();
        }
    }

    /// <summary>Asks.</summary>
    /// <param name="sql">The question.</param>
    /// <param name="parameters">Values of its question marks.</param>
    /// <exception cref="DbException">DuckDB refuses it; the message says why.</exception>
    public DbDataReader Query(string sql, params IEnumerable<string> parameters)
    {
        var command = connection.CreateCommand();   // lives as long as its reader
        command.CommandText = sql;
        foreach (var parameter in parameters) command.Parameters.Add(new DuckDBParameter(parameter));
        return command.ExecuteReader();
    }

    /// <summary>Whether <see cref="Row"/> knows the values of a column: numbers, flags and texts, and lists of such.</summary>
    public static bool CanRead(DbDataReader reader, int column)
    {
        var type = reader.GetFieldType(column);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>)) type = type.GetGenericArguments()[0];
        return Known.Contains(Nullable.GetUnderlyingType(type) ?? type);
    }

    /// <summary>The row that was read: null, bool, a whole number, float, double, string or an array of such.</summary>
    public static object?[] Row(DbDataReader reader) =>
        [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? null : Value(reader.GetValue(column)))];

    static object? Value(object? value) => value switch
    {
        // sums of whole numbers are huge only by type; one that really is becomes a double
        BigInteger number => number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : (double)number,
        string => value,
        IList list => list.Cast<object?>().Select(Value).ToArray(),
        _ => value,
    };

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();
}
