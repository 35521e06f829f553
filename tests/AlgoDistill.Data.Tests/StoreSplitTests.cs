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
}
