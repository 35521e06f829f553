using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data.Tests;

public class RowSinkTests
{
    static readonly ColumnType[] Columns = [new(DuckType.Integer), ColumnType.ListOf(DuckType.Float)];

    static List<object?[]> Rows(string query)
    {
        using var database = new Database(threads: 1);
        var rows = new List<object?[]>();
        new RowSink(database, "take", Columns).Run(() => database.Execute(query), chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++) rows.Add([ValueReader.Read(chunk[0], Columns[0], row), ValueReader.Read(chunk[1], Columns[1], row)]);
        });
        return rows;
    }

    [Fact]
    public void Every_row_comes_once_and_in_order()
    {
        var rows = Rows("SELECT count(take(i::INTEGER, [i + 0.5::FLOAT, i::FLOAT])) FROM range(100000) t(i)");
        Assert.Equal(Enumerable.Range(0, 100_000).Select(i => (object?)i), rows.Select(row => row[0]));
        Assert.Equal(new object?[] { 99_999.5f, 99_999f }, rows[^1][1]);
    }

    [Fact]
    public void Nulls_come_too() =>
        Assert.Equal([[0, null], [null, new object?[] { 1f }], [2, null], [null, new object?[] { 3f, null }]],
            Rows("SELECT count(take(a, b)) FROM (VALUES (0, NULL), (NULL, [1::FLOAT]), (2, NULL), (NULL, [3::FLOAT, NULL])) t(a, b)"));

    [Fact]
    public void What_is_the_same_in_every_row_comes_for_every_row() =>
        Assert.Equal(Enumerable.Repeat(new object?[] { 7, new object?[] { 1f } }, 3000), Rows("SELECT count(take(7, [1::FLOAT])) FROM range(3000)"));

    [Fact]
    public void What_the_taker_throws_ends_the_query_and_comes_out()
    {
        using var database = new Database(threads: 1);
        var (sink, calls) = (new RowSink(database, "take", Columns), 0);
        var error = Assert.Throws<InvalidDataException>(() => sink.Run(() => database.Execute("SELECT count(take(i::INTEGER, [])) FROM range(100000) t(i)"), _ =>
        {
            calls++;
            throw new InvalidDataException("enough");
        }));
        Assert.Equal(("enough", 1), (error.Message, calls));
        sink.Run(() => database.Execute("SELECT count(take(1, []))"), chunk => calls += chunk.Rows);
        Assert.Equal(2, calls);
    }

    [Fact]
    public void A_query_that_DuckDB_refuses_says_so() =>
        Assert.Contains("no_such_table", Assert.Throws<DuckDbException>(() => Rows("SELECT count(take(a, b)) FROM no_such_table")).Message, StringComparison.Ordinal);
}
