using AlgoDistill.Data.Export;
using AlgoDistill.Data.Import;

namespace AlgoDistill.Data.Tests.Export;

public class RoundTripTests
{
    static readonly Space[] Spaces = [new Space.Discrete(4), new Space.Discrete(3, 2), new Space.Box(1, float.MinValue, float.MaxValue), new Space.Box(3, float.NegativeInfinity, float.PositiveInfinity)];
    static readonly ExtraField[] Fields = [new("score", ExtraType.Float), new("token_rewards", ExtraType.Floats), new("tokens", ExtraType.Integers), new("prompt", ExtraType.Text)];
    static readonly string[] CarryExtra = ["rlds", "minari"];

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            foreach (var format in (string[])["csv", "rlds", "minari", "lerobot"])
                for (var space = 0; space < Spaces.Length; space++) cases.Add(format, space, (space + 1) % Spaces.Length);
            return cases;
        }
    }

    static HistoryStore RoundTrip(TemporaryFolder folder, string format, HistoryStore store)
    {
        StoreExport.Run(Exporters.Find(format), store, folder[format]);
        return StoreImport.Run(Importers.Find(format), folder[format], folder["back"]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_imported_is_what_was_exported_bit_by_bit(string format, int observations, int actions)
    {
        using var folder = new TemporaryFolder();
        var histories = SomeExtra.Histories(Spaces[observations], Spaces[actions], CarryExtra.Contains(format) ? Fields : []);
        var store = SomeExtra.Store(folder["store"], Spaces[observations], Spaces[actions], CarryExtra.Contains(format) ? Fields : [], [], histories);
        var back = RoundTrip(folder, format, store);
        SomeExtra.AssertSame(histories, back.ReadAll());
        Assert.Equal((store.Manifest.Observations, store.Manifest.Actions), (back.Manifest.Observations, back.Manifest.Actions));
        Assert.Equal(store.Manifest.Tasks.Select(task => (task.Index, task.Optimal, task.Random, task.Method)), back.Manifest.Tasks.Select(task => (task.Index, task.Optimal, task.Random, task.Method)));
        Assert.Empty(back.Verify());
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("rlds")]
    [InlineData("minari")]
    [InlineData("lerobot")]
    public void What_is_absent_stays_absent(string format)
    {
        using var folder = new TemporaryFolder();
        string[] absent = ["update", "reward", "log_probability", "final_observation"];
        var store = SomeExtra.Store(folder["store"], Spaces[3], Spaces[0], [], absent, Some.Histories(Spaces[3], Spaces[0]));
        var back = RoundTrip(folder, format, store);
        Assert.Equal(absent, back.Manifest.Absent!.Value);
        HistoryStoreTests.AssertSame(store.ReadAll(), back.ReadAll());
    }

    [Theory]
    [InlineData("rlds")]
    [InlineData("minari")]
    [InlineData("lerobot")]
    public void Without_the_passport_a_data_set_is_read_as_anyones(string format)
    {
        using var folder = new TemporaryFolder();
        var store = Some.Store(folder["store"], Spaces[3], Spaces[0], [Some.History(Spaces[3], Spaces[0], 30, 0, new Rng(3))]);
        StoreExport.Run(Exporters.Find(format), store, folder[format]);
        File.Delete(Path.Combine(folder[format], "algodistill.json"));
        var back = StoreImport.Run(Importers.Find(format), folder[format], folder["back"]);
        var (was, now) = (store.ReadAll()[0], Assert.Single(back.ReadAll()));
        Assert.Equal(was.Columns.Observations, now.Columns.Observations);
        Assert.Equal(was.Columns.Actions, now.Columns.Actions);
        Assert.Equal(was.Columns.Rewards, now.Columns.Rewards);
        Assert.Equal(was.Columns.Ends, now.Columns.Ends);
        Assert.Equal(was.Columns.FinalObservations, now.Columns.FinalObservations);
        Assert.Equal(new Space.Discrete(4), back.Manifest.Actions);
        Assert.Empty(back.Verify());
    }

    [Fact]
    public void A_hugging_face_folder_is_itself_the_store()
    {
        using var folder = new TemporaryFolder();
        var histories = SomeExtra.Histories(Spaces[3], Spaces[0], Fields);
        var store = SomeExtra.Store(folder["store"], Spaces[3], Spaces[0], Fields, [], histories);
        StoreExport.Run(Exporters.Find("huggingface"), store, folder["hub"]);
        var there = HistoryStore.Open(folder["hub"]);
        Assert.Equal(store.Verify(), there.Verify());
        SomeExtra.AssertSame(histories, there.ReadAll());
        using var reader = new ForeignParquet();
        Assert.Equal([0, 1, 2], reader.Read(Path.Combine(folder["hub"], "tasks", "tasks.parquet"), "task").Select(row => row[0]));
        var card = File.ReadAllText(Path.Combine(folder["hub"], "README.md"));
        Assert.Contains("data_files: \"*.parquet\"", card, StringComparison.Ordinal);
        Assert.All(StoreColumns.Names.Concat(Fields.Select(field => field.Name)), name => Assert.Contains($"| `{name}` |", card, StringComparison.Ordinal));
    }

    [Fact]
    public void An_export_overwrites_nothing_and_leaves_nothing_half_done()
    {
        using var folder = new TemporaryFolder();
        var store = Some.Store(folder["store"], Spaces[0], Spaces[0], Some.Histories(Spaces[0], Spaces[0]));
        Directory.CreateDirectory(folder["out"]);
        File.WriteAllText(Path.Combine(folder["out"], "mine"), "");
        Assert.Contains("is there already", Assert.Throws<StoreException>(() => StoreExport.Run(Exporters.Find("csv"), store, folder["out"])).Message, StringComparison.Ordinal);
        var part = Path.Combine(store.Folder, store.Manifest.Parts[1].File);
        var bytes = File.ReadAllBytes(part);
        bytes[^40] ^= 1;
        File.WriteAllBytes(part, bytes);
        foreach (var exporter in Exporters.All) Assert.Contains("is damaged", Assert.Throws<StoreException>(() => StoreExport.Run(exporter, HistoryStore.Open(store.Folder), folder["new"])).Message, StringComparison.Ordinal);
        Assert.Equal(["out", "store"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(folder["x"])!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_unknown_format_is_answered_with_the_known_ones()
    {
        Assert.Contains("allowed is trlx, npz, xland, dicp, vintix, minari, lerobot, d4rl, rlds, csv", Assert.Throws<ArgumentException>(() => Importers.Find("hdf5")).Message, StringComparison.Ordinal);
        Assert.Contains("allowed is minari, rlds, lerobot, csv, huggingface", Assert.Throws<ArgumentException>(() => Exporters.Find("hdf5")).Message, StringComparison.Ordinal);
    }
}
