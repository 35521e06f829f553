namespace AlgoDistill.Cli.Tests;

public class GenerateCommandTests
{
    [Fact]
    public async Task A_store_is_made_once_and_then_only_checked()
    {
        using var folder = new Folder();
        string[] command = ["generate", "dark-room", "--algorithm", "q-learning", "--histories", "3", "--steps", "40", "--seed", "7", "--out", folder["s"], "--set", "Size=5",
            "--set", "learning_rate=0.25", "--json"];
        var first = await Cli.Done(command);
        var json = first.Json;
        Assert.Equal(["store", "task", "task_settings", "algorithm", "algorithm_settings", "split", "seed", "histories", "planned_histories", "steps_per_history",
            "rows", "tasks", "parts", "bytes", "complete", "computed_with"], first.Keys);
        Assert.Equal(("dark-room/v1", 5, 0.25, 3, 120, true), ((string)json["task"]!, (int)json["task_settings"]!["size"]!,
            (double)json["algorithm_settings"]!["learning_rate"]!, (int)json["histories"]!, (int)json["rows"]!, (bool)json["complete"]!));
        Assert.Equal(first.Out, (await Cli.Done(command)).Out);
        await Cli.Refused(1, "was begun by another plan", [.. command, "--set", "Size=6"]);
    }

    [Theory]
    [InlineData("unknown task \"nope\"; known are dark-room/v1, dark-room-hard/v1", "nope", "q-learning", "1")]
    [InlineData("unknown algorithm \"nope\"; known are uniform-random, expert, noise-curriculum", "dark-room", "nope", "1")]
    [InlineData("Histories is 0; allowed is 1 to", "dark-room", "q-learning", "0")]
    [InlineData("ucb1 plays bandits", "dark-room", "ucb1", "1")]
    [InlineData("unknown setting \"Colour\"; DarkRoom has Size=9, Horizon=20, TrainShare=0.8; QLearning has LearningRate=0.5", "dark-room", "q-learning", "1", "Colour=1")]
    [InlineData("Size is 1; allowed is 2 to 1000", "dark-room", "q-learning", "1", "Size=1")]
    [InlineData("setting \"Size\" is not of the form Name=Value", "dark-room", "q-learning", "1", "Size")]
    public async Task What_cannot_be_generated_is_refused_and_leaves_no_folder(string why, string task, string algorithm, string histories, params string[] settings)
    {
        using var folder = new Folder();
        await Cli.Refused(2, why, ["generate", task, "--algorithm", algorithm, "--histories", histories, "--steps", "20", "--out", folder["s"],
            .. settings.SelectMany(setting => new[] { "--set", setting })]);
        Assert.False(Directory.Exists(folder["s"]));
    }

    [Fact]
    public async Task A_folder_that_holds_something_else_is_left_alone()
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(folder["thesis.tex"], "years of work");
        await Cli.Refused(1, "holds thesis.tex and is no store", "generate", "dark-room", "--algorithm", "q-learning", "--histories", "1", "--steps", "20", "--out", folder["."]);
        Assert.Equal("years of work", await File.ReadAllTextAsync(folder["thesis.tex"]));
    }
}
