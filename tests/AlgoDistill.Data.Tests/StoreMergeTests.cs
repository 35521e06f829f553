namespace AlgoDistill.Data.Tests;

public class StoreMergeTests
{
    [Theory, MemberData(nameof(HistoryGeneratorTests.Names), MemberType = typeof(HistoryGeneratorTests))]
    public void Four_shards_together_are_byte_by_byte_what_one_process_makes(string name)
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryGeneratorTests.Named(name);
        HistoryGenerator.Generate(folder["whole"], plan);
        var shards = Shards(folder, plan, 4);
        Assert.All(shards, shard => Assert.Empty(HistoryStore.Open(shard).Verify()));
        Assert.True(StoreMerge.Run(folder["merged"], [.. shards.Reverse()]).Manifest.IsComplete);
        Assert.Equal(TemporaryFolder.Bytes(folder["whole"]), TemporaryFolder.Bytes(folder["merged"]));
    }

    [Fact]
    public void More_shards_than_parts_leave_some_empty_and_make_the_same_store()
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryGeneratorTests.Named("walks");
        HistoryGenerator.Generate(folder["whole"], plan);
        StoreMerge.Run(folder["merged"], Shards(folder, plan, 9));
        Assert.Equal(TemporaryFolder.Bytes(folder["whole"]), TemporaryFolder.Bytes(folder["merged"]));
    }

    [Fact]
    public void A_shard_replays_and_goes_on_only_as_the_same_shard()
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryGeneratorTests.Named("dark room");
        var shard = Shards(folder, plan, 3)[1];
        Assert.Equal(new ReplayResult(null, null), HistoryReplay.Run(HistoryStore.Open(shard), [plan.Tasks], [plan.Algorithm]));
        Fails(() => HistoryGenerator.Generate(shard, plan, shard: new Shard(2, 3)), "shard.index is 1 there and 2 here");
        Fails(() => HistoryGenerator.Generate(shard, plan), "was begun by another plan: shard is");
    }

    [Fact]
    public void A_merge_that_was_cut_off_goes_on()
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryGeneratorTests.Named("walks");
        var shards = Shards(folder, plan, 2);
        StoreMerge.Run(folder["whole"], shards);
        var first = HistoryStore.Open(shards[0]);
        using (var writer = StoreWriter.Open(folder["cut"], first.Manifest.Plan, first.Manifest.Observations, first.Manifest.Actions)) writer.Adopt(first, 0);
        StoreMerge.Run(folder["cut"], shards);
        Assert.Equal(TemporaryFolder.Bytes(folder["whole"]), TemporaryFolder.Bytes(folder["cut"]));
    }

    [Fact]
    public void What_is_not_all_shards_of_one_plan_is_refused()
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryGeneratorTests.Named("walks");
        var shards = Shards(folder, plan, 2);
        HistoryGenerator.Generate(folder["whole"], plan);
        HistoryGenerator.Generate(folder["other"], plan with { Seed = 99 }, shard: new Shard(1, 2));
        Fails(() => StoreMerge.Run(folder["merged"], [shards[0]]), "is shard 0/2, and 1 shards were named");
        Fails(() => StoreMerge.Run(folder["merged"], [shards[0], shards[0]]), "is shard 0/2, and 2 shards were named");
        Fails(() => StoreMerge.Run(folder["merged"], [shards[0], folder["other"]]), "plan.seed is");
        Fails(() => StoreMerge.Run(folder["merged"], [folder["whole"]]), "is a whole store");
        Assert.Throws<ArgumentException>(() => StoreMerge.Run(folder["merged"], []));
        Assert.False(Directory.Exists(folder["merged"]));
    }

    [Fact]
    public void Shards_of_a_learner_that_were_computed_differently_are_refused()
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryReplayTests.Computed;
        HistoryStore Shard(string name, int i, string instructions) =>
            HistoryGenerator.Generate(folder[name], plan, shard: new Shard(i, 2), engine: new FakeEngine(instructions));
        string[] shards = [Shard("first", 0, "avx2").Folder, Shard("second", 1, "avx512").Folder, Shard("alike", 1, "avx2").Folder];
        Fails(() => StoreMerge.Run(folder["merged"], shards[..2]), "instruction set avx2 there and avx512 here; a store is of one environment");
        Assert.False(Directory.Exists(folder["merged"]));
        HistoryGenerator.Generate(folder["whole"], plan, engine: new FakeEngine("avx2"));
        StoreMerge.Run(folder["merged"], [shards[0], shards[2]]);
        Assert.Equal(TemporaryFolder.Bytes(folder["whole"]), TemporaryFolder.Bytes(folder["merged"]));
    }

    [Fact]
    public void A_damaged_part_is_not_copied()
    {
        using var folder = new TemporaryFolder();
        var shards = Shards(folder, HistoryGeneratorTests.Named("walks"), 2);
        var part = Directory.GetFiles(shards[1], "*.parquet").Order().Last();
        var bytes = File.ReadAllBytes(part);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(part, bytes);
        Fails(() => StoreMerge.Run(folder["merged"], shards), "is damaged");
        Assert.False(HistoryStore.Open(folder["merged"]).Manifest.IsComplete);
    }

    [Fact]
    public void An_unfinished_shard_is_refused()
    {
        using var folder = new TemporaryFolder();
        var plan = HistoryGeneratorTests.Named("walks");
        var shards = Shards(folder, plan, 2);
        var first = HistoryStore.Open(shards[0]);
        StoreWriter.Open(folder["begun"], first.Manifest.Plan, first.Manifest.Observations, first.Manifest.Actions, new Shard(0, 2)).Dispose();
        Fails(() => StoreMerge.Run(folder["merged"], [folder["begun"], shards[1]]), "is unfinished: it has 0 of");
    }

    static string[] Shards(TemporaryFolder folder, GenerationPlan plan, int count) =>
        [.. Enumerable.Range(0, count).Select(i => HistoryGenerator.Generate(folder[$"shard-{i}"], plan, shard: new Shard(i, count), workers: 1 + i % 2).Folder)];

    static void Fails(Action action, string says) => Assert.Contains(says, Assert.Throws<StoreException>(action).Message, StringComparison.Ordinal);
}
