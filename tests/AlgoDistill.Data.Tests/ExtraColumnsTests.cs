namespace AlgoDistill.Data.Tests;

public class ExtraColumnsTests
{
    static readonly Space Observations = new Space.Box(2, -9, 9), Actions = new Space.Discrete(4);
    static readonly ExtraField[] Fields = [new("score", ExtraType.Float), new("token_rewards", ExtraType.Floats), new("tokens", ExtraType.Integers), new("prompt", ExtraType.Text)];

    [Fact]
    public void Optional_columns_come_back_as_they_were_with_what_is_not_known()
    {
        using var folder = new TemporaryFolder();
        var histories = SomeExtra.Histories(Observations, Actions, Fields);
        var store = SomeExtra.Store(folder["store"], Observations, Actions, Fields, [], histories);
        SomeExtra.AssertSame(histories, store.ReadAll());
        Assert.DoesNotContain(store.Verify(), fault => fault.Column is not ("observation" or "final_observation" or "log_probability"));
        var row = Assert.Single(store.Sql("SELECT prompt, tokens, score FROM histories WHERE run = 1 AND step = 0").Rows);
        Assert.Equal(histories[1].Columns.Extra[3][0], row[0]);
    }

    [Fact]
    public void A_store_without_them_says_nothing_of_them()
    {
        using var folder = new TemporaryFolder();
        Some.Store(folder["store"], Observations, Actions, Some.Histories(Observations, Actions));
        var manifest = File.ReadAllText(Path.Combine(folder["store"], "manifest.json"));
        Assert.DoesNotContain("\"extra\"", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("\"absent\"", manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Absent_columns_are_null_in_the_file_and_unknown_in_memory()
    {
        using var folder = new TemporaryFolder();
        var histories = SomeExtra.Histories(Observations, Actions, []);
        var store = SomeExtra.Store(folder["store"], Observations, Actions, [], ["update", "reward", "log_probability", "final_observation"], histories);
        Assert.Equal(0L, store.Sql("SELECT count(\"update\") + count(reward) + count(log_probability) + count(final_observation) FROM histories").Rows[0][0]);
        foreach (var history in store.ReadAll())
        {
            Assert.All(history.Columns.Rewards, reward => Assert.True(float.IsNaN(reward)));
            Assert.All(history.Columns.LogProbabilities, value => Assert.True(float.IsNaN(value)));
            Assert.All(history.Columns.Updates, update => Assert.Equal(0, update));
            Assert.Equal(history.Observation(history.Length - 1), history.NextObservation(history.Length - 1));
        }

        Assert.DoesNotContain(store.Verify(), fault => fault.Column is not ("observation" or "final_observation"));
    }

    [Fact]
    public void A_part_that_has_what_the_manifest_calls_absent_is_at_fault()
    {
        using var folder = new TemporaryFolder();
        var store = SomeExtra.Store(folder["store"], Observations, Actions, [], ["reward"], Some.Histories(Observations, Actions));
        Forged.Rewrite(store.PartPath(0), "* REPLACE (1 AS reward)", store.Columns);
        Assert.Contains("reward: has values", Assert.Throws<StoreException>(() => Forged.Reseal(store.Folder).ReadAll()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reward", "", "the name is empty or taken")]
    [InlineData("score", "observation", "observation is absent; only update")]
    public void Names_that_clash_are_refused(string extra, string absent, string says) =>
        Assert.Contains(says, StoreColumns.Fault([new ExtraField(extra, ExtraType.Float)], absent.Length == 0 ? null : [absent])!, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("Score")]
    [InlineData("a b")]
    [InlineData("x\"; DROP TABLE histories; --")]
    [InlineData("1st")]
    public void A_name_that_is_no_column_name_is_refused(string name) => Assert.Throws<ArgumentException>(() => new ExtraField(name, ExtraType.Text));

    [Fact]
    public void A_value_of_another_type_is_refused() =>
        Assert.Contains("row 1, column score", Assert.Throws<ArgumentException>(() => new ExtraColumn(Fields[0], [1f, "x"])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_history_cut_down_keeps_the_values_of_its_rows()
    {
        var history = SomeExtra.Histories(Observations, Actions, Fields)[0];
        var kept = history.EveryEpisode(2);
        var rows = Enumerable.Range(0, history.Length).Where(row => history.EpisodeOf(row) % 2 == 0).ToArray();
        Assert.Equal(rows.Select(row => history.Columns.Extra[3][row]), Enumerable.Range(0, kept.Length).Select(row => kept.Columns.Extra[3][row]));
    }

    [Fact]
    public void A_value_of_every_written_type_is_read_back()
    {
        (string, ColumnType, object?[])[] columns =
        [
            ("a", ColumnType.Of<long>(), [1L << 40, null]), ("b", ColumnType.Of<bool>(), [true, false]), ("c", ColumnType.ListOf<string>(), [new[] { "x", "a longer text than twelve bytes" }, null]),
            ("d", ColumnType.Of<double>(), [1.0 / 3, -0.0]),
        ];
        using var folder = new TemporaryFolder();
        var table = new ParquetTable([.. columns.Select(column => (column.Item1, column.Item2))]);
        table.Write(folder["t.parquet"], [[.. columns.Select(column => column.Item3[0])], [.. columns.Select(column => column.Item3[1])]]);
        using var reader = new ForeignParquet();
        var rows = reader.Read(folder["t.parquet"], "*").ToArray();
        Assert.Equal([1L << 40, true, new object[] { "x", "a longer text than twelve bytes" }, 1.0 / 3], rows[0]);
        Assert.Equal([null, false, null, -0.0], rows[1]);
        Assert.True(double.IsNegative((double)rows[1][3]!));
    }
}
