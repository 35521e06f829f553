namespace AlgoDistill.Data.Tests;

public class StoreCardTests
{
    [Fact]
    public void A_card_says_what_the_store_is_and_how_it_is_read()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["rooms"], HistoryGeneratorTests.Named("dark room"));
        var card = StoreCard.Of(store, "cc-by-4.0");
        Assert.StartsWith("---\nlicense: cc-by-4.0\n", card, StringComparison.Ordinal);
        Assert.Contains("# Learning histories of q-learning on dark-room/v1\n\n10 histories, 3000 steps in all", card, StringComparison.Ordinal);
        Assert.Contains("| Tasks | `dark-room/v1` with size 3, horizon 20, ", card, StringComparison.Ordinal);
        Assert.Contains(" |\n\n`algodistill store verify`", card, StringComparison.Ordinal);
        Assert.Contains("on one machine the same plan gives the same bytes", card, StringComparison.Ordinal);
        Assert.All(StoreColumns.Names, column => Assert.Contains($"\n| `{column}` | ", card, StringComparison.Ordinal));
        Assert.Contains("| `step` | 3000 | 149.5 | 86.6 | 0 |", card, StringComparison.Ordinal);
        var sql = card.Split("```sql\n")[1].Split("```")[0].Replace("'rooms/", $"'{store.Folder}/", StringComparison.Ordinal);
        Assert.Equal(["run", "stream", "episode", "return"], store.Sql(sql).Columns);
    }

    [Fact]
    public void What_computed_a_learner_is_said_with_what_replay_can_do_elsewhere()
    {
        using var folder = new TemporaryFolder();
        var card = StoreCard.Of(HistoryGenerator.Generate(folder["store"], HistoryReplayTests.Computed, engine: new FakeEngine("avx2")));
        Assert.Contains("\n| Computed by | fake 1.0, avx2, 1 thread, none |\n\n`algodistill store verify`", card, StringComparison.Ordinal);
        Assert.Contains("it plays the recorded actions", card, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_is_not_complete_says_so()
    {
        using var folder = new TemporaryFolder();
        using var writer = StoreWriter.Open(folder["store"], Some.Plan(), new Space.Discrete(2), new Space.Discrete(2));
        Assert.Contains("0 histories of 5 planned", StoreCard.Of(HistoryStore.Open(folder["store"])), StringComparison.Ordinal);
    }
}
