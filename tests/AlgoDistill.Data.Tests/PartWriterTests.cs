namespace AlgoDistill.Data.Tests;

public class PartWriterTests
{
    static readonly Space Number = new Space.Discrete(9);

    [Theory]
    [InlineData(50_000, 5, 100_000, 100_000, 50_000)]
    [InlineData(7777, 20, 93_324, 62_216)]
    [InlineData(130_000, 2, 130_000, 130_000)]
    public void Row_groups_hold_whole_histories_and_have_statistics(int length, int count, params int[] groups)
    {
        using var folder = new TemporaryFolder();
        var rng = new Rng(4);
        var histories = Enumerable.Range(0, count).Select(run => Some.History(Number, Number, length, run, rng)).ToArray();
        var store = Some.Store(folder["store"], Number, Number, histories, perPart: count);
        var found = store.Sql($"SELECT row_group_num_rows, stats_min_value, stats_max_value FROM parquet_metadata('{store.PartPath(0)}') WHERE path_in_schema = 'step' ORDER BY row_group_id");
        Assert.Equal(groups.Select(rows => (object)(long)rows), found.Rows.Select(row => row[0]));
        Assert.All(found.Rows, row => Assert.Equal(("0", $"{length - 1}"), (row[1], row[2])));
        HistoryStoreTests.AssertSame(histories, store.ReadAll());
    }
}
