using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AlgoDistill.Data;
using AlgoDistill.Experiments;
using AlgoDistill.Learning;

namespace AlgoDistill.Cli.Tests;

/// <summary>Several processes that do one command together.</summary>
public class JobTests(SmallRuns small) : IClassFixture<SmallRuns>
{
    [Theory]
    [InlineData("rl")]
    [InlineData("lm")]
    public async Task Two_processes_go_on_from_a_checkpoint_of_one_and_have_its_losses(string model)
    {
        using var folder = new Folder();
        var whole = new RunFolder(model == "rl" ? small.Rl : small.Lm);
        var family = Catalogue.Model(model);
        using (var run = TrainingRun.Start(new RunFolder(folder["run"]), family, RunConfiguration.Read(whole).Plan, family.ReadOptions(whole), HistoryStore.Open(small.Store)))
        {
            using var stop = new CancellationTokenSource();
            foreach (var step in run.Train(stop.Token))
                if (step.Step == 10) await stop.CancelAsync();
        }

        var said = await Cli.Done("train", model, "--out", folder["run"], "--resume", "--nproc", "2", "--json");
        Assert.Equal(20, (int)said.Json["steps"]!);
        Assert.Single(said.Error.Split('\n'), line => line == "going on after update 10");
        foreach (var (mine, theirs) in Losses(whole).Zip(Losses(new RunFolder(folder["run"]))))
            Assert.Equal(mine, theirs, 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_killed_rank_ends_the_other_with_its_name(int killed)
    {
        using var folder = new Folder();
        var port = FreePort();
        using var first = Rank(0, port, folder["run"]);
        using var second = Rank(1, port, folder["run"]);
        await Training(first);
        var (victim, survivor) = killed == 0 ? (first, second) : (second, first);
        victim.Kill(); // SIGKILL
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var error = await survivor.StandardError.ReadToEndAsync(patience.Token);
        await survivor.WaitForExitAsync(patience.Token);
        Assert.Equal(1, survivor.ExitCode);
        var line = Assert.Single(error.Split('\n'), line => line.StartsWith("algodistill: ", StringComparison.Ordinal));
        Assert.Contains($"rank {killed}", line, StringComparison.Ordinal);
        Assert.Contains("has died; training stopped after update ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interruption_reaches_every_rank_and_saves()
    {
        using var folder = new Folder();
        using var job = Cli.Start(Endless(folder["run"], "--nproc", "2"));
        await Training(job);
        await Signal(job.Id, "INT");
        var error = await job.StandardError.ReadToEndAsync();
        await job.WaitForExitAsync();
        Assert.Equal(130, job.ExitCode);
        Assert.Contains("the same command with --resume goes on", Assert.Single(error.Split('\n'), line => line.StartsWith("algodistill: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder["run"], "checkpoint.safetensors")));
    }

    [Fact]
    public async Task A_job_ends_when_its_first_rank_is_killed()
    {
        using var folder = new Folder();
        using var job = Cli.Start(Endless(folder["run"], "--nproc", "2"));
        await Training(job);
        await Signal(Child(job.Id, rank: 0), "KILL");
        var error = await job.StandardError.ReadToEndAsync();
        await job.WaitForExitAsync();
        Assert.Equal(1, job.ExitCode);
        Assert.Contains("rank 0 was ended by signal 9", Assert.Single(error.Split('\n'), line => line.StartsWith("algodistill: ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nproc is 0; allowed is 1 to 4096", "0")]
    [InlineData("a batch of 8 windows cannot be shared by 3 processes; choose a multiple of 3", "3")]
    public async Task Numbers_of_processes_that_cannot_train_are_refused(string why, string processes)
    {
        using var folder = new Folder();
        await Cli.Refused(2, why, ["train", "rl", "--store", small.Store, "--out", folder["run"], .. SmallRuns.Size, "--nproc", processes]);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public Task One_process_has_nothing_to_be_compared_with() => Cli.Refused(2, "--nproc is 1; allowed is 2 to", "bench", "ranks", "--nproc", "1");

    [Theory]
    [InlineData("RANK is \"2\"; allowed is a whole number from 0 to 1", "2", "29500")]
    [InlineData("MASTER_PORT is \"door\"; allowed is a whole number from 1 to 65535", "0", "door")]
    [InlineData("--nproc is given, but this is rank 0 of 2 processes", "0", "29500", "--nproc", "2")]
    public async Task Senseless_variables_are_refused(string why, string rank, string port, params string[] more)
    {
        using var folder = new Folder();
        using var process = Cli.Start(Endless(folder["run"], more), null, ("RANK", rank), ("WORLD_SIZE", "2"), ("MASTER_ADDR", "127.0.0.1"), ("MASTER_PORT", port));
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(2, process.ExitCode);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    static IEnumerable<double> Losses(RunFolder run) => LossLog.Load(run.LossFile).Rows.SelectMany(row => row.Values);

    string[] Endless(string run, params string[] more) => ["train", "rl", "--store", small.Store, "--out", run, .. SmallRuns.Size, "--steps", "1000000", .. more];

    Process Rank(int rank, int port, string run) => Cli.Start(Endless(run), null, ("RANK", rank.ToString(CultureInfo.InvariantCulture)), ("WORLD_SIZE", "2"),
        ("MASTER_ADDR", "127.0.0.1"), ("MASTER_PORT", port.ToString(CultureInfo.InvariantCulture)));

    // The first line says what is trained; updates follow
    static async Task Training(Process leader)
    {
        Assert.Contains("updates of 8 windows", await leader.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        await Task.Delay(500);
    }

    static async Task Signal(int process, string name)
    {
        using var kill = Process.Start("kill", ["-" + name, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    static int Child(int parent, int rank) => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _) && File.Exists(folder + "/status"))
        .Where(folder => File.ReadAllText(folder + "/status").Contains($"PPid:\t{parent}\n", StringComparison.Ordinal))
        .Where(folder => File.ReadAllText(folder + "/environ").Split('\0').Contains($"RANK={rank}"))
        .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).Single();

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
