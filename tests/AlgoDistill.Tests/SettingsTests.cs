using System.Text.Json.Nodes;

namespace AlgoDistill.Tests;

public class SettingsTests
{
    enum Mode { SlowStart, Fast }

    sealed record Inner
    {
        public int Depth { get; init; } = 2;
    }

    sealed record Example
    {
        public double LearningRate { get; init => field = Require.InRange(value, 0, 1); } = 0.5;
        public int Steps { get; init => field = Require.InRange(value, 1, 100); } = 10;
        public bool Greedy { get; init; }
        public Mode Mode { get; init; }
        public string Name { get; init; } = "plain";
        public int? Limit { get; init; }
        public double Bound { get; init; } = double.PositiveInfinity;
        public Inner Inner { get; init; } = new();
        public double Twice => 2 * LearningRate;
    }

    static Example With(params string[] assignments) => Settings.With(new Example(), assignments);

    [Fact]
    public void A_configuration_reads_as_snake_case_json_without_computed_values() => Assert.Equal(
        """{"learning_rate":0.5,"steps":10,"greedy":false,"mode":"slow_start","name":"plain","limit":null,"bound":"Infinity","inner":{"depth":2}}""",
        Settings.ToJson(new Example()).ToJsonString());

    [Fact]
    public void A_configuration_survives_json()
    {
        var example = new Example { LearningRate = 0.1, Steps = 3, Greedy = true, Mode = Mode.Fast, Name = "x", Limit = 4, Bound = -1e-300, Inner = new Inner { Depth = 9 } };
        Assert.Equal(example, Settings.FromJson(new Example(), JsonNode.Parse(Settings.ToJson(example).ToJsonString())!.AsObject()));
    }

    [Fact]
    public void Single_values_are_changed_by_name_whatever_its_case()
    {
        Assert.Equal(new Example { LearningRate = 0.25, Steps = 7, Greedy = true, Mode = Mode.Fast, Name = "a=b", Limit = 5, Bound = 1 },
            With("LearningRate=0.25", "steps=7", "GREEDY=true", "mode=fast", "Name=a=b", "limit=5", "bound=1"));
        Assert.Equal((null, double.NegativeInfinity), (With("limit=5", "limit=none").Limit, With("bound=-Infinity").Bound));
        Assert.Equal(0.125, With("learning_rate=0.125").LearningRate);
        Assert.Equal(4, With("""inner={"depth":4}""").Inner.Depth);
        Assert.Equal(6, With("Depth=6").Inner.Depth);
    }

    [Theory]
    [InlineData("Stepz=1", "unknown setting \"Stepz\" of Example; it has LearningRate=0.5, Steps=10, Greedy=false")]
    [InlineData("Steps", "setting \"Steps\" is not of the form Name=Value")]
    [InlineData("=3", "setting \"=3\" is not of the form Name=Value")]
    [InlineData("Steps=many", "setting Steps of Example is \"many\"; it must be like 10")]
    [InlineData("Steps=1000", "Steps is 1000; allowed is 1 to 100")]
    [InlineData("Steps=1.5", "Example: ")]
    [InlineData("LearningRate=nan", "setting LearningRate of Example is \"nan\"; it must be like 0.5")]
    [InlineData("Greedy=1", "setting Greedy of Example is \"1\"; it must be like false")]
    [InlineData("Mode=medium", "Example: ")]
    [InlineData("Depth=deep", "setting Depth of Example is \"deep\"; it must be like 2")]
    [InlineData("Inner={", "setting Inner of Example is \"{\"")]
    public void A_bad_assignment_is_refused_with_what_is_allowed(string assignment, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => With(assignment)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_that_the_record_does_not_know_is_refused() =>
        Assert.Contains("colour", Assert.Throws<ArgumentException>(() => Settings.FromJson(new Example(), new JsonObject { ["colour"] = 1 })).Message, StringComparison.Ordinal);

    [Fact]
    public void Names_are_found_and_listed()
    {
        Assert.True(Settings.Has(new Example(), "learning_rate"));
        Assert.True(Settings.Has(new Example(), "Depth"));
        Assert.False(Settings.Has(new Example(), "Twice"));
        Assert.Equal("Depth=2", Settings.Names(new Inner()));
        Assert.Equal("no settings", Settings.Names(new CountingTasks()));
    }
}
