namespace AlgoDistill.Tests;

public class CompactFormatTests
{
    static readonly CompactFormat Format = new();

    [Fact]
    public void A_grid_world_reads_as_expected() => Assert.Equal(
        "4,4>1=0;5,4>2=1!4,4>0=0#4,4>4=-0.5;",
        FormatExamples.Write(Format, FormatExamples.Grid));

    [Fact]
    public void A_bandit_reads_as_arms_and_rewards_alone() => Assert.Equal("7=1;0=0;9=1!", FormatExamples.Write(Format, FormatExamples.Bandit));

    [Fact]
    public void A_continuous_task_reads_as_shortest_numbers() => Assert.Equal("0.1,-1E-05>0.5=16777216;-0,1>-1=3.25#", FormatExamples.Write(Format, FormatExamples.Continuous));

    [Fact]
    public void The_vocabulary_has_one_token_a_field() => Assert.Equal(
        "0, 1, 0> 1> 0= 1= 2= 0; 1; 0# 1# 0! 1! 0 1 2 3 4 5 6 7 8 9 - + . E ; # !",
        string.Join(' ', Format.Vocabulary(new Space.Discrete(2, 2), new Space.Discrete(3))));

    [Fact]
    public void Wide_discrete_spaces_are_cut_into_digits() =>
        Assert.True(Format.Vocabulary(new Space.Discrete(1_000_000, 3), new Space.Discrete(1_000_000)).Count < 40);
}
