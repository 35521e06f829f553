using System.Data.Common;

namespace AlgoDistill.Data.Tests;

public class StoreSqlTests
{
    static readonly Space Observations = new Space.Box(2, -9, 9), Actions = new Space.Discrete(4);

    static SqlResult Ask(string query)
    {
        using var folder = new TemporaryFolder();
        return Some.Store(folder["it's [a] sto*re?"], Observations, Actions, Some.Histories(Observations, Actions)).Sql(query);
    }

    [Fact]
    public void Rows_of_all_parts_are_one_table()
    {
        var result = Ask("SELECT run, count(*) AS rows, sum(action), list(DISTINCT stream) FROM histories GROUP BY run ORDER BY run");
        Assert.Equal(["run", "rows", "sum(\"action\")", "list(DISTINCT stream)"], result.Columns);
        Assert.Equal([0, 1, 2, 3, 4], result.Rows.Select(row => row[0]));
        Assert.Equal([37L, 38L, 39L, 40L, 41L], result.Rows.Select(row => row[1]));
        var expected = Some.Histories(Observations, Actions).Select(history => (object)(long)history.Columns.Actions.Sum());
        Assert.Equal(expected, result.Rows.Select(row => row[2]));
        Assert.Equal(new object?[] { 0 }, result.Rows[0][3]);
    }

    [Fact]
    public void Tasks_are_a_table()
    {
        var result = Ask("SELECT t.task, t.parameters, t.optimal, t.random, count(DISTINCT run) FROM histories JOIN tasks t USING (task) GROUP BY ALL ORDER BY 1");
        Assert.Equal([0, 1, 2], result.Rows.Select(row => row[0]));
        Assert.Equal(new object?[] { 1.0, 1.0 / 3, -0.0 }, result.Rows[1][1]);
        Assert.Equal([1.1, double.Epsilon, 2L], result.Rows[1].Skip(2));
    }

    [Fact]
    public void Types_without_a_counterpart_come_as_text_and_decimals_as_doubles()
    {
        var result = Ask("SELECT DATE '2022-10-25' AS \"the \"\"day\", 1.25 AS price, NULL AS nothing, {'a': 1} AS record, true AS yes, 'longer than twelve bytes' AS text;");
        Assert.Equal("the \"day", result.Columns[0]);
        Assert.Equal(["2022-10-25", 1.25, null, "{'a': 1}", true, "longer than twelve bytes"], Assert.Single(result.Rows));
    }

    [Fact]
    public void A_wrong_query_says_why() =>
        Assert.Contains("no_such_column", Assert.ThrowsAny<DbException>(() => Ask("SELECT no_such_column FROM histories")).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_store_has_an_empty_table()
    {
        using var folder = new TemporaryFolder();
        StoreWriter.Open(folder["store"], Some.Plan(), Observations, Actions).Dispose();
        Assert.Equal([0L, 0L], HistoryStore.Open(folder["store"]).Sql("SELECT (SELECT count(*) FROM histories), (SELECT count(*) FROM tasks)").Rows[0]);
    }
}
