namespace AlgoDistill.Data.Tests;

public class StoreWriterTests
{
    static readonly Space Observations = new Space.Discrete(9), Actions = new Space.Discrete(4);
    static readonly List<LearningHistory> Histories = Some.Histories(Observations, Actions);

    [Fact]
    public void A_second_writer_is_refused_until_the_first_is_done()
    {
        using var folder = new TemporaryFolder();
        using (StoreWriter.Open(folder["store"], Some.Plan(), Observations, Actions))
        {
            var error = Assert.Throws<StoreException>(() => StoreWriter.Open(folder["store"], Some.Plan(), Observations, Actions));
            Assert.Contains("another process is writing", error.Message, StringComparison.Ordinal);
        }

        StoreWriter.Open(folder["store"], Some.Plan(), Observations, Actions).Dispose();
    }

    [Fact]
    public void A_store_can_be_read_while_it_is_written()
    {
        using var folder = new TemporaryFolder();
        using var writer = StoreWriter.Open(folder["store"], Some.Plan(), Observations, Actions);
        Assert.Empty(HistoryStore.Open(folder["store"]).ReadAll());
        writer.Append(Histories[..2], Some.References);
        var store = HistoryStore.Open(folder["store"]);
        writer.Append(Histories[2..], Some.References);
        HistoryStoreTests.AssertSame(Histories[..2], store.ReadAll());
        Assert.False(store.Manifest.IsComplete);
        HistoryStoreTests.AssertSame(Histories, HistoryStore.Open(folder["store"]).ReadAll());
    }

    [Fact]
    public void A_folder_of_other_things_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["photos"]);
        File.WriteAllText(Path.Combine(folder["photos"], "cat.png"), "");
        Assert.Contains("cat.png", Assert.Throws<StoreException>(() => StoreWriter.Open(folder["photos"], Some.Plan(), Observations, Actions)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("part-00001.parquet.tmp"), InlineData("manifest.json.tmp")]
    public void A_full_disk_is_one_error_and_leaves_the_store_as_it_was(string file)
    {
        using var folder = new TemporaryFolder();
        using var writer = StoreWriter.Open(folder["store"], Some.Plan(), Observations, Actions);
        writer.Append(Histories[..2], Some.References);
        File.CreateSymbolicLink(Path.Combine(folder["store"], file), "/dev/full");

        var error = Assert.Throws<StoreException>(() => writer.Append(Histories[2..], Some.References));
        Assert.Contains("part-00001.parquet", error.Message, StringComparison.Ordinal);
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        HistoryStoreTests.AssertSame(Histories[..2], HistoryStore.Open(folder["store"]).ReadAll());

        writer.Append(Histories[2..], Some.References);
        HistoryStoreTests.AssertSame(Histories, HistoryStore.Open(folder["store"]).ReadAll());
        Assert.Empty(HistoryStore.Open(folder["store"]).Verify());
    }

    [Fact]
    public void A_path_that_cannot_be_a_folder_is_one_error()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        Assert.Contains("cannot be written", Assert.Throws<StoreException>(() => StoreWriter.Open(folder["file"], Some.Plan(), Observations, Actions)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Histories_that_do_not_fit_are_refused()
    {
        using var folder = new TemporaryFolder();
        using var writer = StoreWriter.Open(folder["store"], Some.Plan(), Observations, Actions);
        Refused([], "at least one");
        Refused(Some.Histories(new Space.Discrete(9, 2), Actions), "width 2");
        Refused(Some.Histories(new Space.Box(1, 0, 1), Actions), "whole number");
        Assert.Empty(HistoryStore.Open(folder["store"]).Manifest.Parts);

        void Refused(IReadOnlyList<LearningHistory> histories, string says) =>
            Assert.Contains(says, Assert.Throws<ArgumentException>(() => writer.Append(histories, Some.References)).Message, StringComparison.Ordinal);
    }
}
