using System.Text.Json.Nodes;
using AlgoDistill.Data;
using AlgoDistill.Experiments;
using AlgoDistill.Learning;

namespace AlgoDistill.Cli.Tests;

public class TrainCommandTests(SmallRuns small) : IClassFixture<SmallRuns>
{
    [Theory]
    [InlineData("rl")]
    [InlineData("lm")]
    public async Task Training_that_stopped_halfway_and_went_on_ends_in_the_same_bytes(string model)
    {
        using var folder = new Folder();
        var whole = new RunFolder(model == "rl" ? small.Rl : small.Lm);
        var family = Catalogue.Model(model);
        var store = HistoryStore.Open(small.Store);
        using (var run = TrainingRun.Start(new RunFolder(folder["run"]), family, RunConfiguration.Read(whole).Plan, family.ReadOptions(whole), store))
        {
            using var stop = new CancellationTokenSource();
            foreach (var step in run.Train(stop.Token))
                if (step.Step == 10) await stop.CancelAsync();
            Assert.Equal(10, run.Done);
        }

        var resumed = await Cli.Done("train", model, "--out", folder["run"], "--resume", "--json");
        Assert.Equal(20, (int)resumed.Json["steps"]!);
        Assert.Contains("going on after update 10", resumed.Error, StringComparison.Ordinal);
        foreach (var file in (string[])["model.safetensors", "losses.csv", "losses.svg"])
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(whole.Path, file)), await File.ReadAllBytesAsync(Path.Combine(folder["run"], file)));
    }

    [Fact]
    public async Task The_result_says_what_a_researcher_checks_first()
    {
        using var folder = new Folder();
        var said = await Cli.Done(["train", "rl", "--store", small.Store, "--out", folder["run"], "--json", "--steps", "20", .. SmallRuns.Size, "--set", "LastSteps=20", "--set", "Context=20", "--set", "Precision=bfloat16", "--seed", "3"]);
        Assert.Equal(["run", "model", "parameters", "histories", "rows", "steps", "loss", "tokens_per_second"], said.Keys);
        Assert.Equal(("multi-head-transformer", 200, 4000, 20), ((string)said.Json["model"]!, (int)said.Json["histories"]!, (int)said.Json["rows"]!, (int)said.Json["steps"]!));
        Assert.Contains("200 histories, 4,000 steps; 20 updates of 8 windows", said.Error, StringComparison.Ordinal);
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder["run"], "configuration.json")))!;
        Assert.Equal((3, 20, 16), ((int)configuration["plan"]!["seed"]!, (int)configuration["plan"]!["last_steps"]!, (int)configuration["model"]!["options"]!["transformer"]!["width"]!));
        Assert.Equal("bfloat16", (string)configuration["plan"]!["precision"]!);
    }

    [Fact]
    public Task A_run_is_not_overwritten() => Cli.Refused(1, "holds a training run already; add --resume", "train", "rl", "--store", small.Store, "--out", small.Rl);

    [Fact]
    public async Task A_finished_run_says_so()
    {
        var said = await Cli.Done("train", "rl", "--out", small.Rl, "--resume", "--json");
        Assert.Contains("is trained already: 20 of 20 updates are done", said.Error, StringComparison.Ordinal);
        Assert.Null(said.Json["loss"]);
    }

    [Theory]
    [InlineData(1, "was begun with another configuration: plan.steps is 20 there and 30 here", "rl", "--steps", "30")]
    [InlineData(1, "model.options.transformer.width is 16 there and 32 here", "rl", "--set", "Width=32")]
    [InlineData(2, "holds a model of kind rl, not lm", "lm")]
    public Task A_checkpoint_of_another_configuration_is_refused(int code, string why, string model, params string[] more) =>
        Cli.Refused(code, why, ["train", model, "--out", small.Rl, "--resume", .. more]);

    [Theory]
    [InlineData("unknown model \"gpt\"; known are rl, lm", "gpt")]
    [InlineData("unknown setting \"Colour\"; TrainPlan has Batch=64, Steps=400", "rl", "--set", "Colour=1")]
    [InlineData("LearningRate is 100; allowed is 1E-09 to 10", "rl", "--set", "LearningRate=100")]
    [InlineData("Width is 20 and Heads is 4; Width must be a multiple of twice Heads", "rl", "--set", "Width=20")]
    [InlineData("Format is \"verse\"; allowed is compact, ad-rlhf", "lm", "--set", "Format=verse")]
    [InlineData("the device is cuda", "rl", "--device", "cuda")]
    [InlineData("device is \"abacus\"; allowed is cpu, cuda", "rl", "--device", "abacus")]
    public async Task What_cannot_be_trained_is_refused_and_leaves_no_folder(string why, string model, params string[] more)
    {
        using var folder = new Folder();
        await Cli.Refused(2, why, ["train", model, "--store", small.Store, "--out", folder["run"], .. more]);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public Task Training_needs_a_store() => Cli.Refused(2, "Option '--store' is required", "train", "rl", "--out", small["none"]);

    [Fact]
    public async Task A_context_longer_than_the_model_sees_is_refused()
    {
        using var folder = new Folder();
        await Cli.Refused(2, "the model sees 50", ["train", "lm", "--store", small.Store, "--out", folder["run"], "--steps", "20", .. SmallRuns.Size, "--set", "Tokens=50"]);
    }

    [Fact]
    public async Task Diverging_training_stops_at_its_step_and_keeps_the_last_checkpoint()
    {
        using var folder = new Folder();
        string[] command = ["train", "rl", "--store", small.Store, "--out", folder["run"], .. SmallRuns.Size, "--steps", "2000",
            "--set", "LearningRate=10", "--set", "WeightDecay=1", "--set", "WarmUp=0", "--set", "MaxGradientNorm=0"];
        await Cli.Refused(1, "training diverged at update ", command);
        Assert.True(File.Exists(Path.Combine(folder["run"], "configuration.json")));
        Assert.False(File.Exists(Path.Combine(folder["run"], "model.safetensors")));
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_named()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder["run"]);
        foreach (var file in Directory.EnumerateFiles(small.Rl)) File.Copy(file, Path.Combine(folder["run"], Path.GetFileName(file)));
        await using (var checkpoint = new FileStream(Path.Combine(folder["run"], "checkpoint.safetensors"), FileMode.Open)) checkpoint.SetLength(checkpoint.Length - 8);
        await Cli.Refused(1, "checkpoint.safetensors", "train", "rl", "--out", folder["run"], "--resume");
    }
}
