using System.Text;

namespace AlgoDistill.Data.Tests;

/// <summary>Stores that are damaged, foreign or hostile end in one error that names the file and the fault.</summary>
public class StoreExceptionTests
{
    static readonly Space Observations = new Space.Discrete(9, 2), Actions = new Space.Box(1, float.NegativeInfinity, float.PositiveInfinity);

    static HistoryStore Store(string folder) => Some.Store(folder, Observations, Actions, Some.Histories(Observations, Actions));

    /// <summary>Replaces text in a manifest and seals it anew, as a hostile writer would.</summary>
    static void Forge(string folder, string text, string by)
    {
        var path = Path.Combine(folder, ManifestFile.Name);
        var manifest = File.ReadAllText(path);
        Assert.Contains(text, manifest, StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes(manifest[..(manifest.LastIndexOf(",\"sha256\"", StringComparison.Ordinal))].Replace(text, by, StringComparison.Ordinal));
        File.WriteAllBytes(path, [.. body, .. Encoding.UTF8.GetBytes(ManifestFile.Seal(body))]);
    }

    static void Fails(Action action, params string[] says)
    {
        var error = Assert.Throws<StoreException>(action);
        Assert.All(says, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_manifest_is_named()
    {
        using var folder = new TemporaryFolder();
        Fails(() => HistoryStore.Open(folder["nowhere"]), "manifest.json", "missing");
    }

    [Fact]
    public void Rows_without_number_are_refused_before_there_is_room_for_them()
    {
        using var folder = new TemporaryFolder();
        Store(folder["store"]);
        Forge(folder["store"], "38]],\"rows\":75,", "2147483610]],\"rows\":2147483647,");
        var store = HistoryStore.Open(folder["store"]);
        Fails(() => store.ReadAll(), "part-00000.parquet", "has 75 rows; the manifest says 2147483647");
        Assert.Contains("has 75 rows", Assert.Single(store.Verify()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_nobody_knows_are_ignored()
    {
        using var folder = new TemporaryFolder();
        var histories = Store(folder["store"]).ReadAll();
        Forge(folder["store"], "\"observations\": ", "\"colour\": [1, {\"a\": null}],\n\"observations\": ");
        Forge(folder["store"], "\"rows\":75,", "\"rows\":75,\"licence\":\"MIT\",");
        var store = HistoryStore.Open(folder["store"]);
        Assert.Empty(store.Verify());
        HistoryStoreTests.AssertSame(histories, store.ReadAll());
    }

    [Fact]
    public void Contents_that_the_rows_belie_are_found_out()
    {
        using var folder = new TemporaryFolder();
        Store(folder["store"]);
        Forge(folder["store"], "\"contents\":[[0,0,0,37],[1,0,0,38]]", "\"contents\":[[0,0,0,37],[1,2,1,38]]");
        Assert.Equal(["part-00000.parquet, row 37, column stream: is 0; the contents in the manifest say 2", "part-00000.parquet, row 37, column task: is 0; the contents in the manifest say 1"],
            HistoryStore.Open(folder["store"]).Verify().Select(fault => fault.ToString()));
    }

    [Fact]
    public void Histories_that_do_not_fill_their_row_group_are_found_out()
    {
        using var folder = new TemporaryFolder();
        Some.Store(folder["store"], Observations, Actions, [.. Enumerable.Range(0, 2).Select(run => Some.History(Observations, Actions, 60_000, run, new Rng(1)))]);
        Forge(folder["store"], "[[0,0,0,60000],[1,0,0,60000]]", "[[0,0,0,60001],[1,0,0,59999]]");
        Fails(() => HistoryStore.Open(folder["store"]).ReadAll(), "part-00000.parquet", "row 0: a row group of 60000 rows begins, which are no whole histories by the manifest");
    }

    [Fact]
    public void A_manifest_cut_anywhere_is_refused()
    {
        using var folder = new TemporaryFolder();
        Store(folder["store"]);
        var path = Path.Combine(folder["store"], ManifestFile.Name);
        var bytes = File.ReadAllBytes(path);
        for (var length = 0; length < bytes.Length; length += 7)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Fails(() => HistoryStore.Open(folder["store"]), "manifest.json");
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_the_manifest_is_seen()
    {
        using var folder = new TemporaryFolder();
        Store(folder["store"]);
        var path = Path.Combine(folder["store"], ManifestFile.Name);
        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < bytes.Length; i += 3)
        {
            bytes[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(path, bytes);
            Fails(() => HistoryStore.Open(folder["store"]), "manifest.json");
            bytes[i] ^= (byte)(1 << (i % 8));
        }
    }

    [Theory]
    [InlineData("\"format_version\": 2", "\"format_version\": 3", "version 3; this library reads version 2; use a newer one")]
    [InlineData("\"format_version\": 2", "\"format_version\": 1", "version 1; this library reads version 2; make the store again")]
    [InlineData("\"format_version\": 2", "\"format_version\": \"2\"", "format_version")]
    [InlineData("\"contents\":[[0,0,0,37],[1,0,0,38]],", "", "contents")]
    [InlineData("part-00001.parquet", "../part-00001.parquet", "\"../part-00001.parquet\"")]
    [InlineData("part-00001.parquet", "/etc/passwd", "/etc/passwd")]
    [InlineData("part-00001.parquet", "'); DROP TABLE x; --", "DROP TABLE")]
    [InlineData("\"first_history\":2", "\"first_history\":1", "part-00001.parquet")]
    [InlineData("\"histories\":5", "\"histories\":4", "5 histories of 4 planned")]
    [InlineData("\"histories\":2", "\"histories\":2000000000", "2000000000 histories")]
    [InlineData("\"rows\":", "\"rows\":-", "part-00000.parquet")]
    [InlineData("\"kind\":\"discrete\",", "", "damaged")]
    [InlineData("\"size\":2", "\"size\":0", "Size is 0")]
    [InlineData("\"size\":2", "\"size\":1e99", "damaged")]
    [InlineData("\"index\":0,", "", "index")]
    [InlineData("{\"index\":0", "{\"index\":2", "has task 2 twice")]
    [InlineData("[[0,0,0,37],", "[[0,0,0,36],", "its contents are 2 histories, 74 rows")]
    [InlineData("[[0,0,0,37],", "[[0,0,0,75],[1,0,0,0],", "a history without rows")]
    [InlineData("[[0,0,0,37],", "[[0,0,37],", "not four whole numbers")]
    [InlineData("[[0,0,0,37],", "[[0,0,9,37,1],", "not four whole numbers")]
    [InlineData("\"actions\":", "\"factions\":", "required properties including: 'actions'")]
    public void A_manifest_that_says_what_cannot_be_is_refused(string text, string by, string says)
    {
        using var folder = new TemporaryFolder();
        Store(folder["store"]);
        Forge(folder["store"], text, by);
        Fails(() => HistoryStore.Open(folder["store"]), "manifest.json", says);
    }

    [Theory]
    [InlineData("\"size\":2", "\"size\":1", "column observation is INTEGER[]; it must be INTEGER")]
    [InlineData("\"size\":2", "\"size\":3", "column observation: has 150 numbers in 75 rows; it must have 225")]
    [InlineData("\"size\":2", "\"size\":2000000000", "column observation: has 150 numbers in 75 rows; it must have 150000000000")]
    [InlineData("38]],\"rows\":75,", "39]],\"rows\":76,", "has 75 rows; the manifest says 76")]
    [InlineData("{\"index\":0", "{\"index\":9", "row 0, column task: 0; the manifest has no such task")]
    public void A_manifest_that_does_not_fit_its_parts_is_found_out_by_reading(string text, string by, string says)
    {
        using var folder = new TemporaryFolder();
        var expected = Store(folder["store"]);
        Forge(folder["store"], text, by);
        Fails(() => HistoryStore.Open(folder["store"]).ReadAll(), "part-0000", says);
        Assert.NotEqual(expected.Manifest, HistoryStore.Open(folder["store"]).Manifest);
    }

    [Fact]
    public void A_missing_part_and_one_of_another_size_are_named()
    {
        using var folder = new TemporaryFolder();
        Store(folder["store"]);
        var part = Path.Combine(folder["store"], "part-00001.parquet");
        var bytes = File.ReadAllBytes(part);
        File.WriteAllBytes(part, bytes[..^1]);
        Fails(() => HistoryStore.Open(folder["store"]), "part-00001.parquet", $"has {bytes.Length - 1} bytes; the manifest says {bytes.Length}");
        File.Delete(part);
        Fails(() => HistoryStore.Open(folder["store"]), "part-00001.parquet", "missing");
    }

    [Fact]
    public void A_flipped_byte_of_a_part_is_never_read_as_data()
    {
        using var folder = new TemporaryFolder();
        Store(folder["store"]);
        var part = Path.Combine(folder["store"], "part-00001.parquet");
        var bytes = File.ReadAllBytes(part);
        var rng = new Rng(2);
        for (var i = 0; i < 20; i++)
        {
            var (at, flip) = (rng.NextInt(bytes.Length), (byte)(1 + rng.NextInt(255)));
            bytes[at] ^= flip;
            File.WriteAllBytes(part, bytes);
            var store = HistoryStore.Open(folder["store"]);
            Fails(() => _ = store.ReadHistories().ToList(), "part-00001.parquet", "SHA-256");
            Fails(() => store.ReadAll(), "part-00001.parquet", "SHA-256");
            Fails(() => store.Sql("SELECT count(*) FROM histories"), "part-00001.parquet", "SHA-256");
            Assert.Contains(store.Verify(), fault => fault.File == "part-00001.parquet" && fault.Message.Contains("SHA-256", StringComparison.Ordinal));
            bytes[at] ^= flip;
        }
    }

    [Fact]
    public void A_part_that_disappears_while_reading_is_named()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder["store"]);
        File.Delete(Path.Combine(folder["store"], "part-00001.parquet"));
        Fails(() => _ = store.ReadHistories().ToList(), "part-00001.parquet");
        Assert.Contains(store.Verify(), fault => fault.File == "part-00001.parquet");
    }
}
