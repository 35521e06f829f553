namespace AlgoDistill.Cli.Tests;

public class ListCommandTests
{
    [Fact]
    public async Task Help_lists_every_command() => Assert.Equal(
        """
        Description:
          Distils reinforcement-learning algorithms into transformers that learn in context.

        Usage:
          algodistill [command] [options]

        Options:
          -?, -h, --help  Show help and usage information
          --version       Show version information

        Commands:
          quickstart         The whole job in a few minutes: histories, three models, evaluations, a report
          tasks              List the families of tasks, with their best and random returns
          algorithms         List the algorithms whose learning can be distilled
          formats            List the language formats, each with two steps of a task written in it
          models             List the models that histories can be distilled into, and the settings of training
          generate <TASK>    Let an algorithm learn the training tasks and record its learning histories; interrupted, it goes on where it stopped
          store              Look into a store of learning histories
          train <MODEL>      Distil a store into a model
          evaluate <RUN>     Let a frozen model, or a baseline, learn held-out tasks in context and record how it went
          report <RUN>       Compare evaluations: curves, tables, and an HTML page that works offline
          experiment <NAME>  Run a known experiment; interrupted, it goes on where it stopped
        """, (await Cli.Done("--help")).Out.Trim());

    [Fact]
    public async Task Tasks_are_a_table_with_the_known_references()
    {
        var lines = (await Cli.Done("tasks")).Out.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        Assert.Equal("task observations actions horizon train test optimal random settings", lines[0]);
        Assert.Contains("dark-room/v1 discrete(9)×2 discrete(5) 20 65 16 16.543 0.247 Size=9, Horizon=20, TrainShare=0.8", lines);
        Assert.Contains(lines, line => line.StartsWith("dark-room-hard/v1 discrete(17)×2 discrete(5) 20 231 58 1.000 0.037 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("key-to-door/v1 discrete(9)×2 discrete(5) 50 1968 4593 2.000 0.251 ", StringComparison.Ordinal));
        Assert.Contains("bernoulli-bandit/v1 discrete(1) discrete(10) 100 - - 91.716 50.011 Arms=10, Horizon=100, OddShare=0.95", lines);
        Assert.Contains(lines, line => line.StartsWith("lunar-lander-continuous/v1 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_as_json_has_the_documented_keys()
    {
        var said = await Cli.Done("tasks", "--task", "dark-room", "--json");
        Assert.Equal(["id", "observations", "actions", "horizon", "train_tasks", "test_tasks", "optimal_return", "random_return", "method", "obstacle"], said.Keys);
        var room = Assert.Single(said.Json.AsArray())!;
        Assert.Equal((65, 16, 16.543, 0.247), ((int)room["train_tasks"]!, (int)room["test_tasks"]!, Math.Round((double)room["optimal_return"]!, 3), Math.Round((double)room["random_return"]!, 3)));
        Assert.Empty(said.Error);
    }

    [Theory]
    [InlineData("algorithms", "id", "streams_share_learner", "settings")]
    [InlineData("formats", "id", "example")]
    [InlineData("models", "id", "model", "summary", "settings", "training")]
    public async Task Other_lists_as_json_have_the_documented_keys(string command, params string[] keys) =>
        Assert.Equal(keys, (await Cli.Done(command, "--json")).Keys);

    [Fact]
    public async Task Formats_are_shown_by_example() => Assert.StartsWith("compact\n  4,4>0=0;3,4>4=0;\n", (await Cli.Done("formats")).Out, StringComparison.Ordinal);

    [Theory]
    [InlineData("unknown command \"nope\"; known are quickstart, tasks, algorithms", "nope")]
    [InlineData("Unrecognized command or argument '--nope'", "tasks", "--nope")]
    [InlineData("Required command was not provided", "store")]
    [InlineData("Option '--out' is required", "generate", "dark-room", "--algorithm", "q-learning", "--histories", "1", "--steps", "1")]
    [InlineData("--steps is \"many\"; it must be a whole number", "generate", "dark-room", "--algorithm", "q-learning", "--histories", "1", "--steps", "many", "--out", "x")]
    public Task Bad_usage_says_what_is_known(string why, params string[] arguments) => Cli.Refused(2, why, arguments);
}
