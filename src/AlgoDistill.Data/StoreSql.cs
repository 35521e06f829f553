using System.Data.Common;

namespace AlgoDistill.Data;

/// <summary>Answers queries over a store.</summary>
static class StoreSql
{
    /// <param name="store">The store.</param>
    /// <param name="query">The query.</param>
    /// <param name="parts">Parts, from the first on, that make up the view; all when not given.</param>
    public static SqlResult Run(HistoryStore store, string query, int parts = int.MaxValue)
    {
        var files = Enumerable.Range(0, Math.Min(parts, store.Manifest.Parts.Length)).Select(store.PartPath).ToArray();
        Cores.For(0, files.Length, Environment.ProcessorCount, store.CheckIntact);
        using var database = new DuckDb();
        database.Execute(Histories(store, files));
        database.Execute("CREATE TABLE tasks (task INTEGER, parameters DOUBLE[], optimal DOUBLE, random DOUBLE)");
        database.Append("tasks", store.Manifest.Tasks, (row, task) =>
            row.AppendValue(task.Index).AppendValue((IEnumerable<double>)task.Parameters)
                .AppendValue(task.Optimal).AppendValue(task.Random));
        using var reader = database.Query(query);
        var readable = Readable(query, reader);
        if (readable is null) return Read(reader);
        using var again = database.Query(readable);
        return Read(again);
    }

    /// <summary>The first rows, of which only the parts that hold them are read.</summary>
    public static SqlResult Head(HistoryStore store, int rows)
    {
        var (parts, have) = (0, 0L);
        while (have < rows && parts < store.Manifest.Parts.Length) have += store.Manifest.Parts[parts++].Rows;
        return Run(store, FormattableString.Invariant($"SELECT * FROM histories LIMIT {rows}"), parts); // DuckDB keeps the order of rows
    }

    static string Histories(HistoryStore store, IReadOnlyCollection<string> files) => files.Count == 0
        ? store.Columns.CreateTable("histories")
        : $"CREATE VIEW histories AS SELECT * FROM read_parquet([{string.Join(", ", files.Select(DuckDb.Quote))}])";

    /// <summary>The same query with what cannot be read as text, and decimal numbers as doubles; nothing where all can be read.</summary>
    static string? Readable(string query, DbDataReader reader)
    {
        var columns = Enumerable.Range(0, reader.FieldCount).ToArray();
        if (columns.All(column => DuckDb.CanRead(reader, column))) return null;
        var select = columns.Select(column => $"{Value(column)} AS \"{Escaped(reader.GetName(column))}\"");
        return $"SELECT {string.Join(", ", select)} FROM (\n{query.TrimEnd().TrimEnd(';')}\n)";

        string Value(int column) => DuckDb.CanRead(reader, column) ? $"#{column + 1}"
            : $"CAST(#{column + 1} AS {(reader.GetFieldType(column) == typeof(decimal) ? "DOUBLE" : "VARCHAR")})";

        static string Escaped(string name) => name.Replace("\"", "\"\"", StringComparison.Ordinal);
    }

    static SqlResult Read(DbDataReader reader)
    {
        var rows = new List<IReadOnlyList<object?>>();
        while (reader.Read()) rows.Add(DuckDb.Row(reader));
        return new SqlResult([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows);
    }
}
