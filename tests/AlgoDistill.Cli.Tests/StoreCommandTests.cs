namespace AlgoDistill.Cli.Tests;

public class StoreCommandTests(SmallRuns small) : IClassFixture<SmallRuns>
{
    [Fact]
    public async Task A_sound_store_is_described_verified_queried_and_replayed()
    {
        Assert.Contains("200 of 200, 100 steps each, of 200 tasks (train), seed 1", (await Cli.Done("store", "info", small.Store)).Out, StringComparison.Ordinal);

        var verified = (await Cli.Done("store", "verify", small.Store, "--json")).Json;
        Assert.True((bool)verified["sound"]!);
        Assert.Equal(64, ((string)verified["parts"]![0]!["sha256"]!).Length);

        var rows = (await Cli.Done("store", "sql", "SELECT count(*) AS n, min(reward) AS least FROM histories", small.Store, "--json")).Json;
        Assert.Equal("""[{"n":20000,"least":0}]""", rows.ToJsonString());
        Assert.Equal("    n\n20000\n", (await Cli.Done("store", "sql", "SELECT count(*) AS n FROM histories", small.Store)).Out);

        Assert.Contains("replays bit by bit", (await Cli.Done("store", "replay", small.Store, "--sample", "5")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_query_that_is_no_sql_is_refused() => Cli.Refused(1, "syntax error at or near \"SELEKT\"", "store", "sql", "SELEKT 1", small.Store);

    [Fact]
    public Task A_missing_store_is_named() => Cli.Refused(1, "nowhere/manifest.json: is missing", "store", "info", small["nowhere"]);

    [Fact]
    public async Task A_truncated_part_is_named()
    {
        using var copy = Copy();
        await using (var part = new FileStream(copy["part-00000.parquet"], FileMode.Open)) part.SetLength(part.Length / 2);
        await Cli.Refused(1, "part-00000.parquet: has", "store", "info", copy["."]);
    }

    [Fact]
    public async Task A_corrupted_part_is_named_by_its_sha256()
    {
        using var copy = Copy();
        await using (var part = new FileStream(copy["part-00000.parquet"], FileMode.Open))
        {
            part.Position = part.Length / 2;
            var old = part.ReadByte();
            part.Position--;
            part.WriteByte((byte)(old ^ 0xFF));
        }

        var verified = await Cli.Run("store", "verify", copy["."], "--json");
        Assert.Equal((1, false), (verified.Code, (bool)verified.Json["sound"]!));
        Assert.Equal("part-00000.parquet", (string)verified.Json["faults"]![0]!["file"]!);
        await Cli.Refused(1, "part-00000.parquet: is damaged: its SHA-256 is not the one in the manifest", "train", "rl", "--store", copy["."], "--out", copy["run"]);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused()
    {
        using var copy = Copy();
        var manifest = (await File.ReadAllTextAsync(copy["manifest.json"])).Replace("\"format_version\": 1", "\"format_version\": 99", StringComparison.Ordinal);
        await File.WriteAllTextAsync(copy["manifest.json"], manifest);
        await Cli.Refused(1, "99", "store", "info", copy["."]);
    }

    [Fact]
    public async Task A_damaged_manifest_is_named()
    {
        using var copy = Copy();
        await File.WriteAllTextAsync(copy["manifest.json"], "{");
        await Cli.Refused(1, "manifest.json", "store", "info", copy["."]);
    }

    Folder Copy()
    {
        var copy = new Folder();
        foreach (var file in Directory.EnumerateFiles(small.Store)) File.Copy(file, copy[Path.GetFileName(file)]);
        return copy;
    }
}
