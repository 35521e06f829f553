using System.Globalization;
using System.Runtime.InteropServices;

namespace AlgoDistill.Data.DuckDb;

/// <summary>A DuckDB database in memory with one connection. Not for several threads at once.</summary>
sealed class Database : IDisposable
{
    /// <summary>Most rows of a chunk.</summary>
    public const int ChunkRows = 2048;

    readonly DatabaseHandle database;
    readonly ConnectionHandle connection;

    /// <summary>Opens it. Nothing is fetched from a network, whatever a query asks for.</summary>
    /// <param name="threads">Threads that it may use: with one, all that it writes is the same in every run. All cores when not given.</param>
    /// <exception cref="DuckDbException">It cannot be opened.</exception>
    public Database(int? threads = null)
    {
        using var config = Configure(threads);
        if (Native.Open(path: null, out database, config, out var error) != 0)
        {
            var message = Text(error);
            Native.Free(error);
            throw new DuckDbException(message);
        }

        if (Native.Connect(database, out connection) != 0) throw new DuckDbException("cannot connect to a database in memory");
    }

    internal ConnectionHandle Connection => connection;

    /// <summary>Runs a statement whose result does not matter.</summary>
    /// <exception cref="DuckDbException">DuckDB refuses the statement.</exception>
    public void Execute(string sql) => Query(sql).Dispose();

    /// <summary>Runs one or more statements and returns the result of the last.</summary>
    /// <exception cref="DuckDbException">DuckDB refuses a statement.</exception>
    public QueryResult Query(string sql)
    {
        var result = new ResultHandle();
        return Finish(Native.Query(connection, sql, result), result);
    }

    /// <summary>Runs a statement with <paramref name="value"/> in place of its one <c>?</c>.</summary>
    /// <exception cref="DuckDbException">DuckDB refuses the statement.</exception>
    public QueryResult Query(string sql, string value)
    {
        var failed = Native.Prepare(connection, sql, out var statement);
        using (statement)
        {
            if (failed != 0) throw new DuckDbException(Text(Native.PrepareError(statement)));
            if (Native.BindVarchar(statement, 1, value) != 0) throw new DuckDbException(Text(Native.PrepareError(statement)));
            var result = new ResultHandle();
            return Finish(Native.ExecutePrepared(statement, result), result);
        }
    }

    /// <summary>Starts appending to a table of the given columns.</summary>
    /// <exception cref="DuckDbException">There is no such table.</exception>
    public Appender Append(string table)
    {
        var failed = Native.AppenderCreate(connection, schema: null, table, out var appender);
        if (failed == 0) return new Appender(appender);
        using (appender) throw new DuckDbException(Text(Native.AppenderError(appender)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        connection.Dispose();
        database.Dispose();
    }

    /// <summary>Text in quotes for SQL.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    internal static string Text(nint pointer) => Marshal.PtrToStringUTF8(pointer) ?? "unknown error";

    static ConfigHandle Configure(int? threads)
    {
        if (Native.CreateConfig(out var config) != 0) throw new DuckDbException("cannot make a configuration");
        Set("autoinstall_known_extensions", "false");
        Set("autoload_known_extensions", "false");
        if (threads is { } count) Set("threads", count.ToString(CultureInfo.InvariantCulture));
        return config;

        void Set(string name, string value)
        {
            if (Native.SetConfig(config, name, value) != 0) throw new DuckDbException($"unknown option {name}={value}");
        }
    }

    static QueryResult Finish(int failed, ResultHandle result)
    {
        if (failed == 0) return new QueryResult(result);
        using (result) throw new DuckDbException(Text(Native.ResultError(result)));
    }
}
