namespace AlgoDistill.Tests;

public class AdRlhfCodeFormatTests
{
    static readonly AdRlhfCodeFormat Format = new();

    [Fact]
    public void A_grid_world_reads_as_expected() => Assert.Equal(
        """
        Prompt: 4,4
        Completion: 1
        Reward: 0.0

        Prompt: 5,4
        Completion: 2
        Reward: 1.0 truncated

        Prompt: 4,4
        Completion: 0
        Reward: 0.0 terminated

        Prompt: 4,4
        Completion: 4
        Reward: -0.5


        """,
        FormatExamples.Write(Format, FormatExamples.Grid));

    [Fact]
    public void A_bandit_reads_as_expected() => Assert.Equal(
        "Prompt: 0\nCompletion: 7\nReward: 1.0\n\nPrompt: 0\nCompletion: 0\nReward: 0.0\n\nPrompt: 0\nCompletion: 9\nReward: 1.0 truncated\n\n",
        FormatExamples.Write(Format, FormatExamples.Bandit));

    [Fact]
    public void A_continuous_task_reads_as_numbers_of_Python() => Assert.Equal(
        "Prompt: 0.1,-1e-05\nCompletion: 0.5\nReward: 16777216.0\n\nPrompt: -0.0,1.0\nCompletion: -1.0\nReward: 3.25 terminated\n\n",
        FormatExamples.Write(Format, FormatExamples.Continuous));

    /// <summary>AD-RLHF's code lets the model go on after "Completion:", without a blank.</summary>
    [Fact]
    public void A_prompt_ends_before_the_blank_of_the_completion()
    {
        var text = LanguageText.WriteMarked(Format, FormatExamples.Grid.Observations, FormatExamples.Grid.Actions, FormatExamples.Grid.History());
        Assert.Equal("Prompt: 4,4\nCompletion:", text.Text[text.Observation(0)]);
        Assert.Equal(" 1\n", text.Text[text.Action(0)]);
    }

    [Theory]
    [InlineData("Reward: 0\n\n")]
    [InlineData("Reward: 1.00\n\n")]
    [InlineData("Reward: 1E-05\n\n")]
    [InlineData("Reward: 1e-5\n\n")]
    [InlineData("Reward: inf\n\n")]
    [InlineData("Reward: nan\n\n")]
    [InlineData("Reward: 0.9975000023841858\n\n")]
    [InlineData("Reward: 1.0 Terminated\n\n")]
    [InlineData("Reward: 1.0\n")]
    [InlineData("reward: 1.0\n\n")]
    public void Other_ways_to_write_an_outcome_are_refused(string text) => Assert.False(Format.TryReadOutcome(text, out _, out _));
}
