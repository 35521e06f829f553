using System.Text.Json;

namespace AlgoDistill.Tests;

public class JsonLinesFormatTests
{
    static readonly JsonLinesFormat Format = new();

    [Fact]
    public void A_grid_world_reads_as_expected() => Assert.Equal(
        """
        {"observation":[4,4],"action":[1],"reward":0,"end":"none"}
        {"observation":[5,4],"action":[2],"reward":1,"end":"truncated"}
        {"observation":[4,4],"action":[0],"reward":0,"end":"terminated"}
        {"observation":[4,4],"action":[4],"reward":-0.5,"end":"none"}

        """,
        FormatExamples.Write(Format, FormatExamples.Grid));

    [Fact]
    public void A_bandit_reads_as_expected() => Assert.Equal(
        """
        {"observation":[0],"action":[7],"reward":1,"end":"none"}
        {"observation":[0],"action":[0],"reward":0,"end":"none"}
        {"observation":[0],"action":[9],"reward":1,"end":"truncated"}

        """,
        FormatExamples.Write(Format, FormatExamples.Bandit));

    [Fact]
    public void A_continuous_task_reads_as_shortest_numbers() => Assert.Equal(
        """
        {"observation":[0.1,-1E-05],"action":[0.5],"reward":16777216,"end":"none"}
        {"observation":[-0,1],"action":[-1],"reward":3.25,"end":"terminated"}

        """,
        FormatExamples.Write(Format, FormatExamples.Continuous));

    [Fact]
    public void Every_line_is_JSON_with_the_values_of_its_step()
    {
        float[] observations = [float.NegativeInfinity, 1e-30f, 3e38f, float.PositiveInfinity], actions = [0, -1 / 3f];
        Outcome[] outcomes = [new(1e16f, EpisodeEnd.None), new(-float.Epsilon, EpisodeEnd.Truncated)];
        var example = new FormatExamples(new Space.Box(2, float.NegativeInfinity, float.PositiveInfinity), new Space.Box(1, -1, 1), observations, actions, outcomes);
        var lines = FormatExamples.Write(Format, example).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Step>(line, Settings.Json)!).ToArray();
        Assert.Equal(observations, lines.SelectMany(line => line.Observation));
        Assert.Equal(actions, lines.SelectMany(line => line.Action));
        Assert.Equal(outcomes, lines.Select(line => new Outcome(line.Reward, line.End)));
    }

    [Theory]
    [InlineData("{\"observation\": [4,4],\"action\":[1],\"reward\":0,\"end\":\"none\"}\n", "observation")]
    [InlineData("{\"action\":[1],\"observation\":[4,4],\"reward\":0,\"end\":\"none\"}\n", "observation")]
    [InlineData("{\"observation\":[4,4,4],\"action\":[1],\"reward\":0,\"end\":\"none\"}\n", "observation")]
    [InlineData("{\"observation\":[4,4],\"action\":1,\"reward\":0,\"end\":\"none\"}\n", "observation")]
    [InlineData("{\"observation\":[4,4],\"action\":[1.0],\"reward\":0,\"end\":\"none\"}\n", "action")]
    [InlineData("{\"observation\":[4,4],\"action\":[1],\"reward\":0.0,\"end\":\"none\"}\n", "outcome")]
    [InlineData("{\"observation\":[4,4],\"action\":[1],\"reward\":0,\"end\":\"won\"}\n", "outcome")]
    [InlineData("{\"observation\":[4,4],\"action\":[1],\"reward\":0,\"end\":\"none\"}", "outcome")]
    public void Other_JSON_is_not_of_the_format(string text, string part) =>
        Assert.Equal(part, LanguageText.Parse(Format, FormatExamples.Grid.Observations, FormatExamples.Grid.Actions, text).Failure?.Part);

    sealed record Step(float[] Observation, float[] Action, float Reward, EpisodeEnd End);
}
