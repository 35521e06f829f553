using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public class RoundedFormatTests
{
    static readonly NumberPolicy Halves = new NumberPolicy.Bins([new QuantileBins([-0.5f, 0.5f], [0])]);
    static readonly NumberPolicy Pay = new NumberPolicy.Bins([new QuantileBins([0, 3, 1e6f], [1, 1e3f])]);

    static readonly FormatExamples Example = FormatExamples.Continuous;

    [Fact]
    public void Decimals_read_as_expected() => Assert.Equal("0.1,0>0.5=16777216;0,1>-1=3.2#",
        FormatExamples.Write(new RoundedFormat(new CompactFormat()) { Observations = new NumberPolicy.Fixed(2), Actions = new NumberPolicy.Fixed(2), Rewards = new NumberPolicy.Fixed(1) }, Example));

    [Fact]
    public void Bins_read_as_their_numbers() => Assert.Equal("1,0>1=2;1,1>0=1#", FormatExamples.Write(Binned(new CompactFormat()), Example));

    [Fact]
    public void Other_formats_write_the_numbers_of_bins_in_their_manner()
    {
        Assert.StartsWith("Prompt: 1,0\nCompletion: 1\nReward: 2.0\n\n", FormatExamples.Write(Binned(new AdRlhfCodeFormat()), Example), StringComparison.Ordinal);
        Assert.StartsWith("{\"observation\":[1,0],\"action\":[1],\"reward\":2,\"end\":\"none\"}\n", FormatExamples.Write(Binned(new JsonLinesFormat()), Example), StringComparison.Ordinal);
        Assert.StartsWith("See observation 1 1, observation 2 0; do action 1; get 2, go on.\n", FormatExamples.Write(Binned(new ProseFormat()), Example), StringComparison.Ordinal);
    }

    [Fact]
    public void Bins_read_back_as_their_representatives()
    {
        var parsed = LanguageText.Parse(Binned(new CompactFormat()), Example.Observations, Example.Actions, "1,0>1=2;1,1>0=1#");
        Assert.Equal([0.5f, -0.5f, 0.5f, 0.5f], parsed.Observations);
        Assert.Equal([0.5f, -0.5f], parsed.Actions);
        Assert.Equal([new(1e6f, EpisodeEnd.None), new(3, EpisodeEnd.Terminated)], parsed.Outcomes);
    }

    [Fact]
    public void Binned_fields_are_single_tokens() => Assert.Equal(
        "0, 1, 0> 1> 0= 1= 0; 1; 0# 1# 0! 1! 0 1 2 3 4 5 6 7 8 9 - + . E ; # ! 2; 2# 2!",
        string.Join(' ', Binned(new CompactFormat()).Vocabulary(Example.Observations, Example.Actions)));

    [Theory]
    [InlineData("2,0>1=2;", "observation")]
    [InlineData("0.5,0>1=2;", "observation")]
    [InlineData("1,0>2=2;", "action")]
    [InlineData("1,0>1=3;", "outcome")]
    [InlineData("1,0>1=-1;", "outcome")]
    [InlineData("1,0>1=-0;", "outcome")]
    [InlineData("1,0>1=1.5;", "outcome")]
    [InlineData("1,0>1=1E+30;", "outcome")]
    public void Numbers_of_no_bin_are_refused(string text, string part) =>
        Assert.Equal(new TextFailure(text.IndexOf(part switch { "observation" => text[0], "action" => '>', _ => '=' }, StringComparison.Ordinal) + (part == "observation" ? 0 : 1), part),
            LanguageText.Parse(Binned(new CompactFormat()), Example.Observations, Example.Actions, text).Failure);

    [Fact]
    public void More_decimals_than_the_policy_has_are_refused()
    {
        var format = new RoundedFormat(new CompactFormat()) { Rewards = new NumberPolicy.Fixed(2) };
        Assert.True(format.TryReadOutcome("0.12;", out var outcome, out var length));
        Assert.Equal((0.12f, 5), (outcome.Reward, length));
        Assert.False(format.TryReadOutcome("0.125;", out outcome, out length));
        Assert.Equal((0f, 0), (outcome.Reward, length));
    }

    [Fact]
    public void A_component_with_fewer_bins_refuses_the_numbers_of_others()
    {
        var format = new RoundedFormat(new CompactFormat()) { Observations = new NumberPolicy.Bins([new QuantileBins([0], []), new QuantileBins([-1, 1], [0])]) };
        var value = new float[2];
        Assert.True(format.TryReadObservation("0,1>", Example.Observations, value, out _));
        Assert.Equal([0, 1], value);
        Assert.False(format.TryReadObservation("1,1>", Example.Observations, value, out _));
    }

    [Fact]
    public void Values_outside_the_space_are_not_written()
    {
        var text = new System.Text.StringBuilder();
        Assert.Throws<ArgumentOutOfRangeException>(() => Binned(new CompactFormat()).WriteObservation(text, Example.Observations, [0, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Binned(new CompactFormat()).WriteOutcome(text, new Outcome(float.NaN, EpisodeEnd.None)));
    }

    [Fact]
    public void The_words_of_a_family_reach_the_inner_format()
    {
        var tasks = new BernoulliBandit();
        var text = new System.Text.StringBuilder();
        Binned(new ProseFormat()).For(tasks).WriteAction(text, tasks.Actions, [3]);
        Assert.Equal("arm 3; ", text.ToString());
    }

    [Fact]
    public void Its_name_tells_the_policies() => Assert.Equal("compact(bins:2,bins:2,bins:3)", Binned(new CompactFormat()).Id);

    static RoundedFormat Binned(ILanguageFormat inner) => new(inner) { Observations = Halves, Actions = Halves, Rewards = Pay };
}
