using AlgoDistill.Data.Tests.Import;

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

    [Theory]
    [InlineData("ppo", "cart-pole"), InlineData("sac", "pendulum")]
    public async Task A_neural_store_replays_whatever_the_number_of_threads_and_elsewhere_in_its_environments_alone(string algorithm, string task)
    {
        using var folder = new Folder();
        string[] settings = algorithm == "sac" ? ["--set", "LearningStarts=100"] : [];
        await Cli.Done(["generate", task, "--algorithm", algorithm, "--histories", "2", "--steps", "400", "--seed", "4", "--out", folder["s"], .. settings]);
        Assert.Contains("\ncomputed    by libtorch ", (await Cli.Done("store", "info", folder["s"])).Out, StringComparison.Ordinal);
        Assert.Equal($"{folder["s"]} replays bit by bit\n", (await Elsewhere("OMP_NUM_THREADS", "3")).Out);

        var (here, there) = Environment.GetEnvironmentVariable("ATEN_CPU_CAPABILITY") == "default" ? ("avx2", ".*default.*") : ("default", ".*");
        var said = await Elsewhere("ATEN_CPU_CAPABILITY", here, "--json");
        Assert.Equal(["store", "equal", "divergence", "learner_replayed", "reason"], said.Keys);
        Assert.Equal((true, false), ((bool)said.Json["equal"]!, (bool)said.Json["learner_replayed"]!));
        Assert.Matches($"^instruction set {there} there and .*{here}.* here$", (string)said.Json["reason"]!);

        async Task<Said> Elsewhere(string name, string value, params string[] more)
        {
            using var process = Cli.Start(["store", "replay", folder["s"], .. more], environment: (name, value));
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await error);
            return new Said(0, await output, await error);
        }
    }

    [Fact]
    public async Task Info_shows_how_the_source_learns()
    {
        using var folder = new Folder();
        await Cli.Done("generate", "dark-room", "--algorithm", "q-learning", "--histories", "4", "--steps", "4000", "--set", "Size=5", "--set", "epsilon_steps=2000", "--out", folder["s"]);
        var said = await Cli.Done("store", "info", folder["s"], "--tasks", "--json");
        Assert.Equal(["curve_of", "curves"], said.Keys[^2..]);
        var all = said.Json["curves"]![0]!;
        Assert.Equal(["task", "histories", "tenths", "optimal", "random"], all.AsObject().Select(pair => pair.Key));
        var tenths = all["tenths"]!.AsArray().Select(value => (double)value!).ToArray();
        var mean = (double)(await Cli.Done("store", "sql", "SELECT sum(reward) / 4 / 20 AS r FROM histories WHERE step >= 3600", folder["s"], "--json")).Json[0]!["r"]!;
        Assert.Equal((10, Math.Round(mean, 9)), (tenths.Length, Math.Round(tenths[^1], 9)));
        Assert.Equal(5, said.Json["curves"]!.AsArray().Count);
        Assert.True(tenths[^1] > 2 * tenths[0]);

        var table = (await Cli.Done("store", "info", folder["s"], "--figure", folder["f.svg"])).Out;
        Assert.Matches("\nall +4 .* ▁[▁▂▃▄▅▆▇█]{8}[▆▇█]\n$", table);
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(folder["f.svg"]), StringComparison.Ordinal);
        await Cli.Done("store", "info", folder["s"], "--figure", folder["f.html"]);
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(folder["f.html"]), StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(folder["f.html"]);
        Assert.Contains($"<td>algodistill store info {folder["s"]} --figure {folder["f.html"]}</td>", page, StringComparison.Ordinal);
        Assert.Contains("Episode 100: ", await File.ReadAllTextAsync(folder["f.svg"]), StringComparison.Ordinal);
        foreach (var (ending, start) in new[] { (".png", "PNG"), (".pdf", "%PDF") })
        {
            await Cli.Done("store", "info", folder["s"], "--figure", folder["f" + ending]);
            Assert.Contains(start, System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder["f" + ending])), StringComparison.Ordinal);
        }

        await Cli.Refused(2, "ending of --figure is \".bmp\"; allowed is .svg, .png, .pdf, .html", "store", "info", folder["s"], "--figure", folder["f.bmp"]);
    }

    [Fact]
    public async Task An_imported_store_is_shown_without_what_nobody_knows()
    {
        using var folder = new Folder();
        await File.WriteAllLinesAsync(folder["rows.csv"], ["observation_0,action_0,reward,terminal,timeout", .. Enumerable.Range(0, 40).Select(i => $"0.5,{i % 2},{i},{i % 2},0")]);
        await Cli.Done("store", "import", folder["rows.csv"], "--from", "d4rl", "--out", folder["s"]);
        Assert.Matches("\nall +1 +3\\.000 +75\\.000 +- +- +▁[▁▂▃▄▅▆▇█]{8}█\n$", (await Cli.Done("store", "info", folder["s"], "--figure", folder["f.svg"])).Out);
        Assert.True(File.Exists(folder["f.svg"]));
    }

    [Fact]
    public async Task What_a_model_learns_from_must_be_known()
    {
        using var folder = new Folder();
        await File.WriteAllLinesAsync(folder["rows.csv"], ["observation_0,action_0,reward,terminal,timeout", .. Enumerable.Range(0, 400).Select(i => $"0.5,{i % 2},{i % 3},{(i % 4 == 3 ? 1 : 0)},0")]);
        await Cli.Done("store", "import", folder["rows.csv"], "--from", "d4rl", "--out", folder["s"]);
        string[] train = ["train", "rl", "--store", folder["s"], "--steps", "2", "--set", "Context=8", "--set", "Batch=2", "--set", "Width=8", "--set", "Heads=1", "--set", "Layers=1"];
        await Cli.Refused(1, "does not know its column log_probability", [.. train, "--out", folder["refused"]]);
        await Cli.Done([.. train, "--out", folder["run"], "--set", "LogProbabilityWeight=0"]);
    }

    [Theory]
    [InlineData("xland"), InlineData("dicp"), InlineData("vintix")]
    public async Task Histories_in_HDF5_are_imported_verified_and_learned_from(string format)
    {
        using var folder = new Folder();
        Hdf5Layouts.Write(Hdf5Layouts.Two(format, 4, 50), folder["data.h5"]);
        await Cli.Done("store", "import", folder["data.h5"], "--from", format, "--out", folder["s"]);
        Assert.True((bool)(await Cli.Done("store", "verify", folder["s"], "--json")).Json["sound"]!);
        await Cli.Done("train", "rl", "--store", folder["s"], "--steps", "2", "--set", "Context=8", "--set", "Batch=2", "--set", "Width=8", "--set", "Heads=1", "--set", "Layers=1",
            "--set", "LogProbabilityWeight=0", "--out", folder["run"]);
    }

    [Fact]
    public async Task Rewards_of_bandits_are_shown_by_trial()
    {
        var json = (await Cli.Done("store", "info", small.Store, "--json")).Json;
        Assert.Equal(("reward", 1), ((string)json["curve_of"]!, json["curves"]!.AsArray().Count));
        Assert.InRange((double)json["curves"]![0]!["random"]!, 0.4, 0.6);
        Assert.InRange((double)json["curves"]![0]!["tenths"]![9]!, 0.6, (double)json["curves"]![0]!["optimal"]!);
    }

    [Fact]
    public async Task The_first_rows_and_the_card_are_printed()
    {
        var rows = (await Cli.Done("store", "head", small.Store, "3", "--json")).Json.AsArray();
        Assert.Equal([(0, 0), (0, 1), (0, 2)], rows.Select(row => ((int)row!["run"]!, (int)row["step"]!)));
        Assert.Equal(11, (await Cli.Done("store", "head", small.Store)).Out.TrimEnd().Split('\n').Length);
        await Cli.Refused(2, "N is 0; allowed is 1 to", "store", "head", small.Store, "0");
        Assert.StartsWith("---\nlicense: mit\n", (await Cli.Done("store", "card", small.Store, "--license", "mit")).Out, StringComparison.Ordinal);
        Assert.Equal(["card"], (await Cli.Done("store", "card", small.Store, "--json")).Keys);
    }

    [Fact]
    public async Task A_store_grows_is_split_and_merged_without_a_trace()
    {
        using var folder = new Folder();
        string[] Generate(string histories, string store) => ["generate", "bernoulli-bandit", "--algorithm", "ucb1", "--histories", histories, "--steps", "100", "--seed", "1", "--out", folder[store]];
        await Cli.Done(Generate("50", "grown"));
        Assert.True((bool)(await Cli.Done("store", "append", folder["grown"], "--histories", "200", "--json")).Json["complete"]!);
        await Cli.Refused(1, "would be fewer", "store", "append", folder["grown"], "--histories", "60");
        var shards = (await Cli.Done("store", "split", folder["grown"], "--shards", "2", "--out", folder["part"], "--json")).Json.AsArray();
        await Cli.Done(["store", "merge", .. shards.Select(shard => (string)shard!["store"]!), "--out", folder["merged"]]);
        foreach (var file in new[] { "manifest.json", "part-00000.parquet" })
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(small.Store, file)), await File.ReadAllBytesAsync(Path.Combine(folder["merged"], file)));
    }

    [Fact]
    public async Task A_store_is_exported_and_imported_again()
    {
        using var folder = new Folder();
        var exported = (await Cli.Done("store", "export", small.Store, "--to", "csv", "--out", folder["csv"], "--json")).Json;
        Assert.Equal((200, 20_000L), ((int)exported["histories"]!, (long)exported["rows"]!));
        Assert.True((bool)(await Cli.Done("store", "import", folder["csv"], "--from", "csv", "--out", folder["back"], "--json")).Json["complete"]!);
        const string Sum = "SELECT sum(hash(run, step, action, reward, log_probability)) AS all_rows FROM histories";
        Assert.Equal((await Cli.Done("store", "sql", Sum, small.Store)).Out, (await Cli.Done("store", "sql", Sum, folder["back"])).Out);
        Assert.Contains("\nalgorithm   imported format=csv, files=1, ", (await Cli.Done("store", "info", folder["back"])).Out, StringComparison.Ordinal);
        await Cli.Refused(1, "was imported (imported/csv)", "store", "replay", folder["back"]);
        await Cli.Refused(1, "is there already", "store", "export", small.Store, "--to", "rlds", "--out", folder["csv"]);
        await Cli.Refused(2, "format is \"hdf5\"; allowed is minari, rlds,", "store", "export", small.Store, "--to", "hdf5", "--out", folder["x"]);
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
        await Cli.Refused(1, "part-00000.parquet: is damaged: its SHA-256 is ", "train", "rl", "--store", copy["."], "--out", copy["run"]);
    }

    [Fact]
    public async Task A_store_of_another_version_is_refused()
    {
        using var copy = Copy();
        var manifest = await File.ReadAllTextAsync(copy["manifest.json"]);
        foreach (var (version, remedy) in new[] { (99, "use a newer one"), (1, "make the store again") })
        {
            await File.WriteAllTextAsync(copy["manifest.json"], manifest.Replace("\"format_version\": 2", $"\"format_version\": {version}", StringComparison.Ordinal));
            await Cli.Refused(1, $"is of format version {version}; this library reads version 2; {remedy}", "store", "info", copy["."]);
        }
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
