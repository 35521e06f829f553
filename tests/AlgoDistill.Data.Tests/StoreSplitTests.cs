using AlgoDistill.Data.Import;

namespace AlgoDistill.Data.Tests;

public class StoreSplitTests
{
    [Theory, MemberData(nameof(HistoryGeneratorTests.Names), MemberType = typeof(HistoryGeneratorTests))]
    public void A_shard_is_what_its_own_process_makes_and_all_together_are_the_store(string name)
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryGeneratorTests.Named(name);
        var store = HistoryGenerator.Generate(folder["whole"], plan);
        var shards = StoreSplit.Run(store, folder["shard"], 3);
        var alone = HistoryGenerator.Generate(folder["alone"], plan, shard: new Shard(1, 3));
        Assert.Equal(folder["shard-1-of-3"], shards[1].Folder);
        Assert.Equal(TemporaryFolder.Bytes(alone.Folder), TemporaryFolder.Bytes(shards[1].Folder));
        Assert.All(shards, shard => Assert.Empty(shard.Verify()));
        StoreMerge.Run(folder["merged"], [.. shards.Select(shard => shard.Folder)]);
        Assert.Equal(TemporaryFolder.Bytes(store.Folder), TemporaryFolder.Bytes(folder["merged"]));
    }

    [Fact]
    public void What_is_no_whole_store_is_not_split()
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryGeneratorTests.Named("walks");
        var shard = HistoryGenerator.Generate(folder["shard"], plan, shard: new Shard(0, 2));
        Assert.Contains("is shard 0/2 already", Assert.Throws<StoreException>(() => StoreSplit.Run(shard, folder["x"], 2)).Message, StringComparison.Ordinal);
        StoreWriter.Open(folder["begun"], plan.ToStored(), plan.Tasks.Observations, plan.Tasks.Actions).Dispose();
        Assert.Contains("is unfinished", Assert.Throws<StoreException>(() => StoreSplit.Run(HistoryStore.Open(folder["begun"]), folder["x"], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => StoreSplit.Run(shard, folder["x"], 0));
    }

    [Fact]
    public void Parts_that_the_plan_did_not_cut_are_not_shared_out()
    {
        using var folder = new TemporaryFolder();
        var space = new Space.Discrete(3);
        var store = Some.Store(folder["store"], space, space, Some.Histories(space, space), perPart: 2);
        Assert.Contains("not cut by its plan", Assert.Throws<StoreException>(() => StoreSplit.Run(store, folder["x"], 2)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["x-0-of-2"]));
    }

    [Fact]
    public void An_imported_store_does_not_grow_and_has_statistics_of_what_is_known()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rows.csv"], """
            observation_0,action_0,reward,terminal,timeout
            0.5,1,1,0,0
            0.25,0,2,1,0
            """);
        var store = StoreImport.Run(Importers.Find("d4rl"), folder["rows.csv"], folder["store"]);
        Assert.Contains("was imported", Assert.Throws<StoreException>(() => StoreExtension.Begin(store.Folder, 9)).Message, StringComparison.Ordinal);
        Assert.Equal(2, store.Manifest.Statistics!["reward"].Count.Single());
        Assert.Equal(0, store.Manifest.Statistics["log_probability"].Count.Single());
        var statistics = StoreCard.Of(store).Split("## Statistics")[1];
        Assert.Contains("| `reward` | 2 | 1.5 |", statistics, StringComparison.Ordinal);
        Assert.DoesNotContain("`log_probability`", statistics, StringComparison.Ordinal);
    }
}
