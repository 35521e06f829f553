using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data.Tests;

public class DatabaseTests
{
    static readonly ColumnType[] Columns = [new(DuckType.Integer), ColumnType.ListOf(DuckType.Float)];

    [Fact]
    public void Chunks_of_numbers_lists_and_nulls_come_back_as_they_went_in()
    {
        using var database = new Database();
        database.Execute("CREATE TABLE t (number INTEGER, list FLOAT[])");
        using (var appender = database.Append("t"))
        {
            using var chunk = Chunk.Of(Columns);
            chunk.Rows = 3;
            new[] { 1, 2, 3 }.CopyTo(chunk[0].Values<int>());
            new[] { 1.5f, -0f, float.NaN }.CopyTo(chunk[1].Reserve(3).Values<float>());
            new ListEntry[] { new(0, 2), default, new(2, 1) }.CopyTo(chunk[1].Values<ListEntry>());
            chunk[1].ClearValidity()[0] = 0b101;
            appender.Add(chunk);
            appender.Finish();
        }

        using var result = database.Query("SELECT * FROM t");
        Assert.Equal(["number", "list"], result.Names);
        Assert.Equal(Columns, result.Types);
        var rows = result.Chunks().SelectMany(chunk => Enumerable.Range(0, chunk.Rows).Select(row => (ValueReader.Read(chunk[0], Columns[0], row), ValueReader.Read(chunk[1], Columns[1], row)))).ToArray();
        Assert.Equal([(1, new object?[] { 1.5f, -0f }), (2, null), (3, new object?[] { float.NaN })], rows);
    }

    [Fact]
    public void A_refused_statement_gives_the_text_of_the_database()
    {
        using var database = new Database();
        Assert.Contains("no_such_table", Assert.Throws<DuckDbException>(() => database.Query("SELECT * FROM no_such_table")).Message, StringComparison.Ordinal);
        Assert.Contains("no_such_file", Assert.Throws<DuckDbException>(() => database.Query("SELECT * FROM read_parquet(?)", "no_such_file")).Message, StringComparison.Ordinal);
        Assert.Contains("no_such_table", Assert.Throws<DuckDbException>(() => database.Append("no_such_table")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_of_other_columns_is_refused()
    {
        using var database = new Database();
        database.Execute("CREATE TABLE t (number INTEGER)");
        using var appender = database.Append("t");
        using var chunk = Chunk.Of(Columns);
        Assert.Throws<DuckDbException>(() => appender.Add(chunk));
    }

    [Fact]
    public void A_value_in_place_of_a_question_mark_is_no_SQL()
    {
        using var database = new Database();
        using var result = database.Query("SELECT ?", "'; DROP TABLE t; --");
        Assert.Equal("'; DROP TABLE t; --", result.Chunks().Select(chunk => ValueReader.Read(chunk[0], result.Types[0], 0)).Single());
    }

    [Theory]
    [InlineData(1, true), InlineData(63, true), InlineData(64, true), InlineData(65, true), InlineData(128, false), InlineData(65, false), InlineData(3, false)]
    public void Nulls_are_seen_wherever_they_are(int rows, bool all)
    {
        using var database = new Database();
        using var result = database.Query($"SELECT CASE WHEN i < {(all ? rows : rows - 1)} THEN i END FROM range({rows}) t(i)");
        Assert.Equal([all], result.Chunks().Select(chunk => chunk[0].AllValid));
    }
}
