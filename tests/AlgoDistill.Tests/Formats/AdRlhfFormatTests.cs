namespace AlgoDistill.Tests;

public class AdRlhfFormatTests
{
    static readonly AdRlhfFormat Format = new();

    [Fact]
    public void A_grid_world_reads_as_expected() => Assert.Equal(
        """
        prompt: 4,4
        completion: 1
        reward: 0
        ###
        prompt: 5,4
        completion: 2
        reward: 1
        ### truncated
        prompt: 4,4
        completion: 0
        reward: 0
        ### terminated
        prompt: 4,4
        completion: 4
        reward: -0.5
        ###

        """,
        FormatExamples.Write(Format, FormatExamples.Grid));

    [Fact]
    public void A_bandit_reads_as_expected() => Assert.Equal(
        "prompt: 0\ncompletion: 7\nreward: 1\n###\nprompt: 0\ncompletion: 0\nreward: 0\n###\nprompt: 0\ncompletion: 9\nreward: 1\n### truncated\n",
        FormatExamples.Write(Format, FormatExamples.Bandit));

    [Fact]
    public void A_continuous_task_reads_as_shortest_numbers() => Assert.Equal(
        "prompt: 0.1,-1E-05\ncompletion: 0.5\nreward: 16777216\n###\nprompt: -0,1\ncompletion: -1\nreward: 3.25\n### terminated\n",
        FormatExamples.Write(Format, FormatExamples.Continuous));

    [Fact]
    public void The_vocabulary_has_one_token_a_field_with_the_words_around_it() => Assert.Equal(
        ["prompt: 0,", "prompt: 1,", "0\ncompletion: ", "1\ncompletion: ", "0\n", "1\n", "2\n",
            "reward: 0\n###\n", "reward: 1\n###\n", "reward: 0\n### terminated\n", "reward: 1\n### terminated\n", "reward: 0\n### truncated\n", "reward: 1\n### truncated\n",
            "reward: ", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "-", "+", ".", "E",
            "\n###\n", "###\n", "\n### terminated\n", "### terminated\n", "\n### truncated\n", "### truncated\n"],
        Format.Vocabulary(new Space.Discrete(2, 2), new Space.Discrete(3)));
}
