namespace AlgoDistill.Data.Tests;

public class RowCacheTests
{
    static readonly Space Observations = new Space.Box(2, float.NegativeInfinity, float.PositiveInfinity), Actions = new Space.Discrete(4);
    static readonly List<LearningHistory> Histories = Some.Histories(Observations, Actions, count: 5, length: 300);
    static readonly WindowSettings Settings = new() { Length = 40, Seed = 3 };

    static HistoryStore Store(TemporaryFolder folder) => Some.Store(folder["store"], Observations, Actions, Histories);

    static string[] Files(HistoryStore store) => [.. Directory.EnumerateFiles(Path.Combine(store.Folder, RowCache.FolderName), "*.rows")];

    static float[] Rewards(HistoryStore store, WindowSettings? settings = null) => store.Windows(settings ?? Settings, memory: 0).Batch(0, 6).Rewards;

    static readonly float[] Expected = new HistoryWindows(Histories, Settings).Batch(0, 6).Rewards;

    [Fact]
    public void A_file_is_made_once_and_the_store_is_as_sound_as_before()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        Assert.Equal(Expected, Rewards(store));
        var written = File.GetLastWriteTimeUtc(Assert.Single(Files(store)));
        Assert.Equal(Expected, Rewards(store));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Assert.Single(Files(store))));
        Assert.Empty(HistoryStore.Open(store.Folder).Verify());
        HistoryStoreTests.AssertSame(Histories, HistoryStore.Open(store.Folder).ReadAll());
        Rewards(store, Settings with { Length = 7, Seed = 9 });     // other windows of the same rows
        Assert.Single(Files(store));
        Rewards(store, Settings with { EveryEpisode = 2 });         // other rows
        Assert.Equal(2, Files(store).Length);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.999)]
    [InlineData(1.0)]
    public void A_file_that_is_cut_short_or_grown_is_made_anew(double share)
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        Rewards(store);
        using (var file = new FileStream(Files(store).Single(), FileMode.Open)) file.SetLength((long)(file.Length * share) + (share == 1 ? 8 : 0));
        Assert.Equal(Expected, Rewards(store));
    }

    [Fact]
    public void Any_damage_is_mended_or_named_and_never_changes_a_window()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        Rewards(store);
        var path = Files(store).Single();
        var sound = File.ReadAllBytes(path);
        var records = 5 * 302 * store.RowLayout.Bytes;              // 300 to 304 rows
        for (var i = 0; i < 80; i++)
        {
            var bytes = sound.ToArray();
            var at = i < 40 ? i * (records / 40) : records + (i - 40) * ((bytes.Length - records) / 40);
            bytes[at] ^= (byte)(1 << i % 8);
            File.WriteAllBytes(path, bytes);
            var windows = store.Windows(Settings, memory: 0);
            var named = false;
            foreach (var (history, expected) in Enumerable.Range(0, 5).Zip(Histories))
            {
                try
                {
                    HistoryStoreTests.AssertSame([expected], [windows.Histories[history]]);
                }
                catch (StoreException error)
                {
                    named = true;
                    Assert.Contains($"row {at / store.RowLayout.Bytes} is damaged", error.Message, StringComparison.Ordinal);
                }
            }

            Assert.Equal(at < records, named);                      // what stands behind the records is checked, and made anew, at once
            Assert.True(named || File.ReadAllBytes(path).AsSpan().SequenceEqual(sound));
        }
    }

    [Fact]
    public void The_file_of_another_store_is_not_used()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        var other = Some.Store(folder["other"], Observations, Actions, Some.Histories(Observations, Actions, count: 5, length: 300, seed: 2));
        Rewards(store);
        Rewards(other);
        Assert.NotEqual(Path.GetFileName(Files(store).Single()), Path.GetFileName(Files(other).Single()));
        var path = Files(store).Single();
        File.Delete(path);
        File.Copy(Files(other).Single(), path);
        Assert.Equal(Expected, Rewards(store));
    }

    [Fact]
    public void What_a_process_left_that_died_is_removed()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        var left = Path.Combine(Directory.CreateDirectory(Path.Combine(store.Folder, RowCache.FolderName)).FullName, "half.rows.tmp");
        File.WriteAllText(left, "half");
        Assert.Equal(Expected, Rewards(store));
        Assert.False(File.Exists(left));
    }

    [Fact]
    public void A_store_that_cannot_be_written_has_windows_too()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        File.WriteAllText(Path.Combine(store.Folder, RowCache.FolderName), "a file where the folder should be");
        Assert.Equal(Expected, Rewards(store));
    }

    [Fact]
    public void Two_that_make_it_at_once_do_no_harm()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        var rewards = new float[8][];
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => rewards[i] = Rewards(HistoryStore.Open(store.Folder)));
        Assert.All(rewards, seen => Assert.Equal(Expected, seen));
        Assert.Single(Files(store));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(store.Folder, RowCache.FolderName), "*.tmp"));
    }

    [Fact]
    public void A_damaged_part_is_named()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        var part = store.PartPath(1);
        var bytes = File.ReadAllBytes(part);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(part, bytes);
        Assert.Equal(part, Assert.Throws<StoreException>(() => HistoryStore.Open(store.Folder).Windows(Settings, memory: 0)).File);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(store.Folder, RowCache.FolderName), "*.rows*"));
    }

    [Fact]
    public void An_empty_store_has_no_windows()
    {
        using var folder = new TemporaryFolder();
        StoreWriter.Open(folder["empty"], Some.Plan(), Observations, Actions).Dispose();
        Assert.Throws<ArgumentException>(() => HistoryStore.Open(folder["empty"]).Windows(Settings, memory: -1));
    }
}
