using System.Security.Cryptography;

namespace AlgoDistill.Cli.Tests;

/// <summary>The command line as a process of its own, killed, interrupted, or without what it needs.</summary>
public class InterruptionTests(SmallRuns small) : IClassFixture<SmallRuns>
{
    [Fact]
    public async Task Generation_killed_at_ten_random_moments_ends_in_the_same_bytes()
    {
        using var folder = new Folder();
        string[] Command(string store) => ["generate", "dark-room", "--algorithm", "q-learning", "--histories", "240", "--steps", "5000", "--seed", "5", "--out", folder[store]];
        await Cli.Done(Command("whole"));
        var rng = new Rng(11);
        for (var kill = 0; kill < 10; kill++)
        {
            using var process = Cli.Start(Command("killed"));
            await Task.Delay(100 + rng.NextInt(900));
            process.Kill(); // SIGKILL
            await process.WaitForExitAsync();
        }

        await Cli.Done(Command("killed"));
        Assert.Equal(Parts(folder["whole"]), Parts(folder["killed"]));
        Assert.True(Parts(folder["whole"]).Length > 3);
        Assert.True((bool)(await Cli.Done("store", "verify", folder["killed"], "--json")).Json["sound"]!);
    }

    [Fact]
    public async Task Training_that_is_interrupted_saves_and_says_how_to_go_on()
    {
        using var folder = new Folder();
        using var process = Cli.Start(["train", "rl", "--store", small.Store, "--out", folder["run"], .. SmallRuns.Size, "--steps", "100000"]);
        await process.StandardError.ReadLineAsync(); // what is trained; updates follow
        await Task.Delay(500);
        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("the same command with --resume goes on", error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder["run"], "checkpoint.safetensors")));
    }

    [Fact]
    public async Task Losses_are_written_for_TensorBoard_too()
    {
        using var folder = new Folder();
        await Cli.Done(["train", "rl", "--store", small.Store, "--out", folder["run"], "--steps", "2", "--tensorboard", .. SmallRuns.Size]);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(folder["run"], "tensorboard")));
        var events = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
        foreach (var tag in (string[])["loss/total", "loss/action", "learning_rate", "gradient_norm"]) Assert.Equal(2, events.Split(tag).Length - 1);
    }

    [Fact]
    public async Task A_disk_that_is_full_stops_generation_with_one_clear_line()
    {
        using var folder = new Folder();
        using var process = Cli.Start(["generate", "dark-room", "--algorithm", "q-learning", "--histories", "100", "--steps", "2000", "--out", folder["s"]], largestFile: 20);
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("part-00000.parquet: cannot be written", Assert.Single(error.Split('\n'), line => line.StartsWith("algodistill: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder["s"], "*.parquet"));
    }

    [Fact]
    public async Task A_disk_that_is_full_stops_training_with_one_clear_line()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder["run"]);
        File.CreateSymbolicLink(Path.Combine(folder["run"], "checkpoint.safetensors.tmp"), "/dev/full");
        await Cli.Refused(1, "cannot be written after update 2: No space left on device",
            ["train", "rl", "--store", small.Store, "--out", folder["run"], "--steps", "2", .. SmallRuns.Size]);
        Assert.False(File.Exists(Path.Combine(folder["run"], "checkpoint.safetensors")));
    }

    [Theory]
    [InlineData("lunar-lander")]
    [InlineData("lunar-lander+previous-step")]
    public async Task Where_no_lander_can_be_made_its_line_says_why_and_playing_it_fails_with_that_line(string task)
    {
        using var folder = new Folder();
        var missing = folder["none.so"];
        var why = $"ALGODISTILL_CONTROL names {missing}, which does not exist";
        var listed = await Said("tasks", "--task", task);
        Assert.Equal(0, listed.Code);
        Assert.EndsWith($"; {why}\n", listed.Out, StringComparison.Ordinal);
        Assert.Equal(why, (string)(await Said("tasks", "--task", task, "--json")).Json[0]!["obstacle"]!);
        var played = await Said("generate", task, "--algorithm", "uniform-random", "--histories", "2", "--steps", "10", "--out", folder["store"]);
        Assert.Equal(1, played.Code);
        Assert.Equal($"algodistill: {why}", Assert.Single(played.Error.Split('\n'), line => line.StartsWith("algodistill: ", StringComparison.Ordinal)));

        async Task<Said> Said(params string[] arguments)
        {
            using var process = Cli.Start(arguments, largestFile: null, ("ALGODISTILL_CONTROL", missing));
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return new Said(process.ExitCode, await output, await error);
        }
    }

    static string[] Parts(string store) =>
        [.. Directory.EnumerateFiles(store, "*.parquet").Order().Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];
}
