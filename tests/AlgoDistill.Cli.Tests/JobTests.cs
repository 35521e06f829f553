using System.Diagnostics;
using System.Globalization;
using AlgoDistill.Data;
using AlgoDistill.Experiments;
using AlgoDistill.Learning;

namespace AlgoDistill.Cli.Tests;

/// <summary>Several processes that do one command together.</summary>
public class JobTests(SmallRuns small) : IClassFixture<SmallRuns>
{
    [MpiTheory]
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

    /// <remarks>Frozen Lake's episodes differ in length, so that the ranks' windows are padded unequally.</remarks>
    [MpiTheory]
    [InlineData("rl")]
    [InlineData("lm")]
    public async Task Two_processes_have_the_gradients_of_one(string model)
    {
        using var folder = new Folder();
        await Cli.Done("generate", "frozen-lake", "--algorithm", "q-learning", "--histories", "40", "--steps", "400", "--seed", "1", "--out", folder["store"]);
        foreach (var processes in new[] { "1", "2" })
            await Cli.Done(["train", model, "--store", folder["store"], "--out", folder[processes], "--steps", "1", .. SmallRuns.Size, "--set", "LastEpisodes=3", "--nproc", processes]);
        var (one, two) = (FirstMoments(folder["1"]), FirstMoments(folder["2"]));    // a tenth of the gradient
        var distance = Math.Sqrt(one.Zip(two, (a, b) => (a - b) * (a - b)).Sum() / one.Sum(a => a * a));
        Assert.Equal(one.Length, two.Length);
        Assert.InRange(distance, 0, 1e-6);
    }

    [MpiFact]
    public async Task An_interrupted_job_that_goes_on_ends_in_the_bits_of_one_that_was_not_interrupted()
    {
        using var folder = new Folder();
        string[] Command(string run) => ["train", "rl", "--store", small.Store, "--out", folder[run], .. SmallRuns.Size, "--steps", "100", "--nproc", "2"];
        await Cli.Done(Command("whole"));
        using (var job = Cli.Start(Command("halves")))
        {
            await Training(job, updates: true);
            await Signal(job.Id, "USR1");
            await job.StandardError.ReadToEndAsync();
            await job.WaitForExitAsync();
            Assert.Equal(130, job.ExitCode);
        }

        var rest = await Cli.Done([.. Command("halves"), "--resume"]);
        Assert.Contains("going on after update", rest.Error, StringComparison.Ordinal);
        foreach (var file in new[] { "checkpoint.safetensors", "model.safetensors" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder["whole"], file)), File.ReadAllBytes(Path.Combine(folder["halves"], file)));
    }

    [MpiTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_killed_rank_ends_the_job_with_its_name(int killed)
    {
        using var folder = new Folder();
        using var job = Cli.Start(Endless(folder["run"], "--nproc", "2"));
        await Training(job);
        await Signal(Rank(killed, folder["run"]), "KILL");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var error = await job.StandardError.ReadToEndAsync(patience.Token);
        await job.WaitForExitAsync(patience.Token);
        Assert.Equal(1, job.ExitCode);
        Assert.Equal($"algodistill: rank {killed} was ended by signal 9; the others have been stopped, and what was saved before is kept", Complaint(error));
    }

    [MpiFact]
    public async Task An_interruption_reaches_every_rank_and_saves()
    {
        using var folder = new Folder();
        using var job = Cli.Start(Endless(folder["run"], "--nproc", "2"));
        await Training(job);
        await Signal(job.Id, "INT");
        var error = await job.StandardError.ReadToEndAsync();
        await job.WaitForExitAsync();
        Assert.Equal(130, job.ExitCode);
        Assert.Contains("the same command with --resume goes on", Complaint(error), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder["run"], "checkpoint.safetensors")));
    }

    [MpiFact]
    public async Task A_rank_that_fails_is_named_and_ends_the_others()
    {
        using var folder = new Folder();
        string[] Rank(string seed) => ["-n", "1", "dotnet", Path.Combine(AppContext.BaseDirectory, "AlgoDistill.Cli.dll"), .. Endless(folder["run"], "--seed", seed)];
        var start = new ProcessStartInfo("mpirun", ["--oversubscribe", .. Rank("1"), ":", .. Rank("2")]) { RedirectStandardError = true };
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        using var job = Process.Start(start)!;
        var error = await job.StandardError.ReadToEndAsync();
        await job.WaitForExitAsync();
        Assert.Equal(1, job.ExitCode);
        Assert.Equal("algodistill: rank 1 failed: its configuration or its histories are not those of rank 0", Complaint(error));
    }

    [Fact]
    public async Task Without_mpirun_it_says_what_to_install()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder["bin"]);
        File.CreateSymbolicLink(Path.Combine(folder["bin"], "dotnet"), Environment.ProcessPath!);
        using var process = Cli.Start(Endless(folder["run"], "--nproc", "2"), null, ("PATH", folder["bin"]));
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("several processes need", Complaint(error), StringComparison.Ordinal);
        Assert.Contains("libopenmpi-dev openmpi-bin", Complaint(error), StringComparison.Ordinal);
    }

    [MpiFact]
    public async Task A_batch_that_cannot_be_shared_is_refused()
    {
        using var folder = new Folder();
        await Cli.Refused(2, "a batch of 8 windows cannot be shared by 3 processes; choose a multiple of 3",
            ["train", "rl", "--store", small.Store, "--out", folder["run"], .. SmallRuns.Size, "--nproc", "3"]);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public Task No_processes_are_refused() =>
        Cli.Refused(2, "--nproc is 0; allowed is 1 to 4096", ["train", "rl", "--store", small.Store, "--out", small["none"], .. SmallRuns.Size, "--nproc", "0"]);

    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK is \"2\"; allowed is a whole number from 0 to 1", "2")]
    [InlineData("--nproc is given, but this is rank 0 of 2 processes", "0", "--nproc", "2")]
    public async Task Senseless_variables_are_refused(string why, string rank, params string[] more)
    {
        using var folder = new Folder();
        using var process = Cli.Start(Endless(folder["run"], more), null, ("OMPI_COMM_WORLD_RANK", rank), ("OMPI_COMM_WORLD_SIZE", "2"));
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(2, process.ExitCode);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    static IEnumerable<double> Losses(RunFolder run) => LossLog.Load(run.LossFile).Rows.SelectMany(row => row.Values);

    static double[] FirstMoments(string run)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        return [.. SafeTensors.Load(new RunFolder(run).CheckpointFile).Tensors.Where(pair => pair.Key.StartsWith("optimizer.first.", StringComparison.Ordinal))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => pair.Value.data<float>().ToArray()).Select(value => (double)value)];
    }

    static string Complaint(string error) => Assert.Single(error.Split('\n'), line => line.StartsWith("algodistill: ", StringComparison.Ordinal));

    string[] Endless(string run, params string[] more) => ["train", "rl", "--store", small.Store, "--out", run, .. SmallRuns.Size, "--steps", "1000000", .. more];

    // The first line says what is trained; updates follow, and sooner or later a line on how many
    static async Task Training(Process leader, bool updates = false)
    {
        Assert.Contains("updates of 8 windows", await leader.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        if (updates) await leader.StandardError.ReadLineAsync();
        else await Task.Delay(500);
    }

    static async Task Signal(int process, string name)
    {
        using var kill = Process.Start("kill", ["-" + name, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    // The process of a rank whose run is in this folder
    static int Rank(int rank, string run) => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _) && Holds(folder + "/cmdline", run) && Holds(folder + "/environ", $"OMPI_COMM_WORLD_RANK={rank}"))
        .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).Single();

    static bool Holds(string file, string word)
    {
        try
        {
            return File.ReadAllText(file).Split('\0').Contains(word);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or is another's
        }
    }
}
