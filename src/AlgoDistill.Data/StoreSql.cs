using System.Runtime.InteropServices;
using AlgoDistill.Data.DuckDb;

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
        using var database = new Database();
        database.Execute(Histories(store, files));
        CreateTasks(database, store.Manifest);
        using var result = database.Query(query);
        if (result.Types.All(ValueReader.CanRead)) return Read(result);
        using var readable = database.Query(Readable(query, result.Types, result.Names));
        return Read(readable);
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
        : $"CREATE VIEW histories AS SELECT * FROM read_parquet([{string.Join(", ", files.Select(Database.Quote))}])";

    static readonly ColumnType[] TaskColumns =
        [new(DuckType.Integer), ColumnType.ListOf(DuckType.Double), new(DuckType.Double), new(DuckType.Double)];

    static void CreateTasks(Database database, Manifest manifest)
    {
        database.Execute("CREATE TABLE tasks (task INTEGER, parameters DOUBLE[], optimal DOUBLE, random DOUBLE)");
        using var appender = database.Append("tasks");
        for (var first = 0; first < manifest.Tasks.Length; first += Database.ChunkRows)
        {
            using var chunk = Chunk.Of(TaskColumns);
            Fill(chunk, manifest.Tasks.AsSpan().Slice(first, Math.Min(Database.ChunkRows, manifest.Tasks.Length - first)));
            appender.Add(chunk);
        }

        appender.Finish();
    }

    static void Fill(Chunk chunk, ReadOnlySpan<StoreTask> tasks)
    {
        chunk.Rows = tasks.Length;
        var parameters = new List<double>();
        foreach (var task in tasks) parameters.AddRange(task.Parameters);
        CollectionsMarshal.AsSpan(parameters).CopyTo(chunk[1].Reserve(parameters.Count).Values<double>());
        var offset = 0;
        for (var i = 0; i < tasks.Length; i++)
        {
            chunk[0].Values<int>()[i] = tasks[i].Index;
            chunk[1].Values<ListEntry>()[i] = new ListEntry((ulong)offset, (ulong)tasks[i].Parameters.Length);
            (chunk[2].Values<double>()[i], chunk[3].Values<double>()[i]) = (tasks[i].Optimal, tasks[i].Random);
            offset += tasks[i].Parameters.Length;
        }
    }

    /// <summary>The same query with what cannot be read as text; decimal numbers as doubles.</summary>
    static string Readable(string query, IReadOnlyList<ColumnType> types, IReadOnlyList<string> names)
    {
        var columns = types.Zip(names).Select((column, i) => $"{Value(column.First, i)} AS \"{column.Second.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        return $"SELECT {string.Join(", ", columns)} FROM (\n{query.TrimEnd().TrimEnd(';')}\n)";

        static string Value(ColumnType type, int i) =>
            ValueReader.CanRead(type) ? $"#{i + 1}" : $"CAST(#{i + 1} AS {(type.IsDecimal ? "DOUBLE" : "VARCHAR")})";
    }

    static SqlResult Read(QueryResult result)
    {
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var chunk in result.Chunks())
            for (var row = 0; row < chunk.Rows; row++)
                rows.Add([.. result.Types.Select((type, column) => ValueReader.Read(chunk[column], type, row))]);
        return new SqlResult(result.Names, rows);
    }
}
