namespace AlgoDistill.Data.Tests;

public class StoreVerifierTests
{
    static readonly Space Observations = new Space.Discrete(9), Actions = new Space.Box(2, -1, 1);

    // Two histories of 4 rows, episodes of 2
    static LearningHistory History(int run, Action<HistoryColumns>? spoil = null)
    {
        var columns = new HistoryColumns
        {
            Observations = [0, 1, 2, 3],
            Actions = [0, 0.5f, 1, -1, 0, 0, 0, 0],
            Rewards = [0, 1, 0, 1],
            LogProbabilities = [-1, -1, -1, -1],
            Updates = [0, 0, 1, 1],
            Ends = [0, EpisodeEnd.Terminated, 0, EpisodeEnd.Truncated],
            FinalObservations = [4, 5],
        };
        spoil?.Invoke(columns);
        return new LearningHistory(run, 0, Some.Task(0), 1, 2, columns);
    }

    static IReadOnlyList<StoreFault> Faults(params LearningHistory[] histories)
    {
        using var folder = new TemporaryFolder();
        return Some.Store(folder["store"], Observations, Actions, histories).Verify();
    }

    [Fact]
    public void Values_outside_their_space_are_named_by_row_and_column()
    {
        Assert.Empty(Faults(History(0), History(1)));
        Assert.Equal("part-00000.parquet, row 6, column observation: (9) lies outside discrete(9)", Assert.Single(Faults(History(0), History(1, c => c.Observations[2] = 9))).ToString());
        Assert.Equal("part-00000.parquet, row 1, column action: (1, 1.5) lies outside box(2, -1, 1)", Assert.Single(Faults(History(0, c => c.Actions[3] = 1.5f))).ToString());
        Assert.Equal((3, "final_observation"), Where(Faults(History(0, c => c.FinalObservations[1] = -1))));
        Assert.Equal((2, "reward"), Where(Faults(History(0, c => c.Rewards[2] = float.NaN))));
        Assert.Equal((2, "reward"), Where(Faults(History(0, c => c.Rewards[2] = float.PositiveInfinity))));
        Assert.Equal((0, "log_probability"), Where(Faults(History(0, c => c.LogProbabilities[0] = float.NaN))));
        Assert.Equal((3, "update"), Where(Faults(History(0, c => c.Updates[3] = 0))));
    }

    [Fact]
    public void Runs_out_of_order_are_a_fault_also_across_parts()
    {
        Assert.Equal((4, "run"), Where(Faults(History(1), History(0))));
        Assert.Equal("part-00001.parquet", Assert.Single(Faults(History(1), History(2), History(2))).File);
    }

    [Theory]
    [InlineData("step", "step + 1", 0)]
    [InlineData("step", "CASE WHEN step = 2 THEN 7 ELSE step END", 2)]
    [InlineData("episode", "0", 2)]
    [InlineData("task", "CASE WHEN step = 1 THEN 1 ELSE task END", 1)]
    [InlineData("task", "5", 0)]
    [InlineData("final_observation", "NULL", 1)]
    [InlineData("final_observation", "3", 0)]
    [InlineData("\"end\"", "0", 1)]
    [InlineData("\"end\"", "7", 0)]
    [InlineData("action", "[1.0::FLOAT]", null)]
    [InlineData("action", "CASE step WHEN 1 THEN [1.0] WHEN 2 THEN [1.0, 1.0, 1.0] ELSE action END", 1)]
    [InlineData("action", "CASE step WHEN 1 THEN NULL WHEN 2 THEN [1.0, 1.0, 1.0] ELSE action END", 1)]
    public void A_part_that_another_program_rewrote_wrongly_is_found_out(string column, string value, int? row)
    {
        using var folder = new TemporaryFolder();
        var store = Some.Store(folder["store"], Observations, Actions, [History(0)]);
        Forged.Rewrite(store.PartPath(0), $"* REPLACE (({value}) AS {column})", store.Columns);
        var faults = Forged.Reseal(store.Folder).Verify();
        Assert.NotEmpty(faults);
        Assert.Equal(row, faults[0].Row);
        Assert.Contains(column.Trim('"'), faults[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("* REPLACE (NULL AS \"update\")", "update", null, "column update is INTEGER, which may be null; it must be INTEGER")]
    [InlineData("*, 1::FLOAT AS score", null, "score", "final_observation, score; they must be run, stream,")]
    public void A_part_of_other_columns_is_refused(string select, string? absent, string? extra, string says)
    {
        using var folder = new TemporaryFolder();
        var store = Some.Store(folder["store"], Observations, Actions, [History(0)]);
        Forged.Rewrite(store.PartPath(0), select, new StoreColumns(Observations, Actions, extra is null ? null : [new ExtraField(extra, ExtraType.Float)], absent is null ? null : [absent]));
        Assert.Contains(says, Assert.Single(Forged.Reseal(store.Folder).Verify()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_another_library_wrote_is_refused()
    {
        using var folder = new TemporaryFolder();
        var store = Some.Store(folder["store"], Observations, Actions, [History(0)]);
        using (var database = new DuckDb())
            database.Execute($"CREATE TABLE t AS SELECT * FROM read_parquet('{store.PartPath(0)}'); COPY t TO '{store.PartPath(0)}' (FORMAT parquet)");
        Assert.Contains("none that this library writes", Assert.Single(Forged.Reseal(store.Folder).Verify()).Message, StringComparison.Ordinal);
    }

    static (int?, string?) Where(IReadOnlyList<StoreFault> faults) => (Assert.Single(faults).Row, faults[0].Column);
}
