namespace AlgoDistill.Data.Tests;

public class StoreExtensionTests
{
    [Theory]
    [InlineData("walks", 12), InlineData("walks", 13), InlineData("walks", 1), InlineData("lock step", 10), InlineData("actors", 8), InlineData("dark room", 5)]
    public void A_store_that_grew_is_byte_by_byte_the_one_made_at_once(string name, int first)
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryGeneratorTests.Named(name);
        HistoryGenerator.Generate(folder["grown"], plan with { Histories = first });
        Assert.False(StoreExtension.Begin(folder["grown"], plan.Histories).Manifest.IsComplete);
        StoreExtension.Begin(folder["grown"], plan.Histories);
        HistoryGenerator.Generate(folder["grown"], plan);
        HistoryGenerator.Generate(folder["once"], plan);
        Assert.Equal(TemporaryFolder.Bytes(folder["once"]), TemporaryFolder.Bytes(folder["grown"]));
    }

    [Fact]
    public void What_cannot_grow_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryGeneratorTests.Named("walks");
        HistoryGenerator.Generate(folder["store"], plan);
        HistoryGenerator.Generate(folder["shard"], plan, shard: new Shard(0, 2));
        var bytes = TemporaryFolder.Bytes(folder["store"]);
        Refused("store", 19, "would be fewer");
        Refused("shard", 40, "is shard 0/2");
        using (StoreWriter.Open(folder["store"], plan.ToStored(), plan.Tasks.Observations, plan.Tasks.Actions)) Refused("store", 40, "another process is writing");
        Assert.Equal(bytes, TemporaryFolder.Bytes(folder["store"]));
        StoreExtension.Begin(folder["store"], 40);
        Refused("store", 41, "is unfinished");

        void Refused(string name, int histories, string says) => Assert.Contains(says,
            Assert.Throws<StoreException>(() => StoreExtension.Begin(folder[name], histories)).Message, StringComparison.Ordinal);
    }
}
