using AlgoDistill.Experiments;

namespace AlgoDistill.Cli.Tests;

public class EvaluateCommandTests(SmallRuns small) : IClassFixture<SmallRuns>
{
    [Fact]
    public async Task Models_and_baselines_are_evaluated_on_the_same_held_out_tasks_and_reported_together()
    {
        var rl = await Cli.Done("evaluate", small.Rl, "--task", "bernoulli-bandit", "--streams", "20", "--json");
        var shifted = await Cli.Done("evaluate", small.Lm, "--split", "shifted", "--streams", "20", "--greedy", "--out", small["lm-shifted"], "--json");
        var baseline = await Cli.Done("evaluate", "--algorithm", "ucb1", "--task", "bernoulli-bandit", "--streams", "20", "--out", small["ucb1"], "--json");
        Assert.Equal(["store", "algorithm", "task", "split", "streams", "episodes", "mean_reward", "first_return", "last_return", "optimal_return", "random_return"], rl.Keys);
        Assert.Equal((Path.Combine(small.Rl, "evaluations", "bernoulli-bandit-test"), "rl", 20), ((string)rl.Json["store"]!, (string)rl.Json["algorithm"]!, (int)rl.Json["streams"]!));
        Assert.Equal("lm (greedy)", (string)shifted.Json["algorithm"]!);
        Assert.Equal((double)rl.Json["optimal_return"]!, (double)baseline.Json["optimal_return"]!);
        Assert.InRange((double)baseline.Json["mean_reward"]!, 0.6, 0.8);

        var report = await Cli.Done("report", small.Rl, small.Lm, small["ucb1"], "--out", small["report"], "--json");
        Assert.Equal(["report", "files", "results"], report.Keys);
        Assert.Equal(["in distribution ucb1", "in distribution rl", "shifted lm (greedy)"],
            report.Json["results"]!.AsArray().Where(row => row!["role"] is not null).Select(row => $"{row!["set"]} {row["label"]}"));
        Assert.All(report.Json["files"]!.AsArray(), file => Assert.True(File.Exists((string)file!)));
        Assert.Contains($"<td>algodistill report {small.Rl} {small.Lm} ", await File.ReadAllTextAsync(Path.Combine(small["report"], "report.html")), StringComparison.Ordinal);
        Assert.Contains("in distribution  ucb1", (await Cli.Done("report", small.Rl, small["ucb1"], "--out", small["report"])).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_evaluation_again_gives_the_same_numbers()
    {
        string[] command = ["evaluate", small.Lm, "--streams", "4", "--out", small["again"], "--json"];
        var first = await Cli.Done(command);
        Assert.Equal(first.Out, (await Cli.Done(command)).Out);
        Directory.Delete(small["again"], recursive: true);
        Assert.Equal(first.Out, (await Cli.Done(command)).Out);
    }

    [Theory]
    [InlineData(2, "evaluate needs either a run's folder or --algorithm ID")]
    [InlineData(2, "Option '--task' is required with --algorithm", "--algorithm", "ucb1", "--out", "x")]
    [InlineData(2, "Option '--out' is required with --algorithm", "--algorithm", "ucb1", "--task", "bernoulli-bandit")]
    [InlineData(2, "unknown algorithm \"nope\"", "--algorithm", "nope", "--task", "bernoulli-bandit", "--out", "x")]
    [InlineData(1, "nowhere is no training run", "nowhere")]
    [InlineData(2, "unknown task \"nope\"", "RL", "--task", "nope")]
    [InlineData(2, "observes discrete(1) and acts in discrete(10); the task has discrete(9)×2 and discrete(5)", "RL", "--task", "dark-room")]
    [InlineData(2, "Split is \"elsewhere\"; allowed is train, test, shifted", "RL", "--split", "elsewhere")]
    [InlineData(2, "Streams is 0; allowed is 1 to", "RL", "--streams", "0")]
    [InlineData(2, "unknown setting \"Colour\"", "RL", "--set", "Colour=1")]
    public Task What_cannot_be_evaluated_is_refused(int code, string why, params string[] more) =>
        Cli.Refused(code, why, ["evaluate", .. more.Select(word => word == "RL" ? small.Rl : word)]);

    [Fact]
    public async Task The_commands_of_a_report_make_its_stores_and_runs_again()
    {
        using var folder = new Folder();
        await Cli.Done("generate", "dark-room", "--algorithm", "q-learning", "--histories", "4", "--steps", "400", "--set", "Size=5", "--set", "epsilon_steps=200", "--out", folder["s"]);
        await Cli.Done(["train", "rl", "--store", folder["s"], "--out", folder["run"], "--steps", "3", "--seed", "5", .. SmallRuns.Size]);
        await Cli.Done("evaluate", folder["run"], "--streams", "4", "--episodes", "2", "--out", folder["e"]);
        await Cli.Done("evaluate", "--algorithm", "q-learning", "--task", "dark-room", "--set", "Size=5", "--streams", "3", "--seed", "9", "--out", folder["b"]);
        var commands = RunReport.Of("t", [folder["run"], folder["b"]]).Provenance.Commands;
        Assert.Equal(4, commands.Count);
        foreach (var (command, made, file) in commands.Zip([(folder["s"], "part-*.parquet"), (folder["run"], "model.safetensors"), (folder["e"], "part-*.parquet"), (folder["b"], "part-*.parquet")],
            (command, made) => (command, made.Item1, made.Item2)))
        {
            await Cli.Done(System.Text.RegularExpressions.Regex.Replace(command, @"--out \S+", $"--out {made}-again").Split(' ')[1..]);
            var files = Directory.GetFiles(made, file);
            Assert.NotEmpty(files);
            Assert.All(files, path => Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine($"{made}-again", Path.GetFileName(path)))));
        }
    }

    [Fact]
    public async Task A_report_needs_evaluations()
    {
        using var folder = new Folder();
        foreach (var file in Directory.EnumerateFiles(small.Rl, "*.json")) File.Copy(file, folder[Path.GetFileName(file)]);
        await Cli.Refused(1, "was never evaluated; run algodistill evaluate", "report", folder["."], "--out", folder["report"]);
        await Cli.Refused(1, "manifest.json: is missing", "report", folder["nowhere"], "--out", folder["report"]);
    }

    [Fact]
    public async Task A_run_whose_weights_do_not_fit_is_refused()
    {
        using var folder = new Folder();
        foreach (var file in Directory.EnumerateFiles(small.Rl)) File.Copy(file, folder[Path.GetFileName(file)]);
        var configuration = (await File.ReadAllTextAsync(folder["configuration.json"])).Replace("\"width\": 16", "\"width\": 32", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["configuration.json"], configuration);
        await Cli.Refused(1, "does not fit the model", "evaluate", folder["."], "--streams", "2");
        File.Delete(folder["model.safetensors"]);
        await Cli.Refused(1, "has no weights yet", "evaluate", folder["."], "--streams", "2");
    }
}
