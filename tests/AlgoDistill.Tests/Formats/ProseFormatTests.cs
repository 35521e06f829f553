using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public class ProseFormatTests
{
    static readonly ProseFormat Format = new();

    [Fact]
    public void A_grid_world_reads_as_expected() => Assert.Equal(
        "See observation 1 4, observation 2 4; do action 1; get 0, go on.\nSee observation 1 5, observation 2 4; do action 2; get 1, time is up.\n"
        + "See observation 1 4, observation 2 4; do action 0; get 0, the end.\nSee observation 1 4, observation 2 4; do action 4; get -0.5, go on.\n",
        FormatExamples.Write(Format, FormatExamples.Grid));

    [Fact]
    public void A_bandit_reads_as_arms_and_rewards_alone() => Assert.Equal("Do action 7; get 1, go on.\nDo action 0; get 0, go on.\nDo action 9; get 1, time is up.\n", FormatExamples.Write(Format, FormatExamples.Bandit));

    [Fact]
    public void A_continuous_task_reads_as_shortest_numbers() => Assert.Equal(
        "See observation 1 0.1, observation 2 -1E-05; do action 0.5; get 16777216, go on.\nSee observation 1 -0, observation 2 1; do action -1; get 3.25, the end.\n",
        FormatExamples.Write(Format, FormatExamples.Continuous));

    [Fact]
    public void Bound_to_a_family_it_uses_the_familys_words()
    {
        var tasks = new BernoulliBandit { Horizon = 2 };
        var history = Interaction.Run(tasks, new TaskInstance(0, [.. Enumerable.Repeat(1.0, 10)]), new Expert(), 2, new Rng(0));
        var text = LanguageText.Write(Format.For(tasks), tasks.Observations, tasks.Actions, history);
        Assert.Equal("Do arm 0; get 1, go on.\nDo arm 0; get 1, time is up.\n", text);
    }

    [SkippableTheory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void Histories_of_every_family_are_read_back_in_its_own_words(string id)
    {
        var tasks = Catalogue.Task(id).OrSkip();
        var format = Format.For(tasks);
        var history = Interaction.Run(tasks, tasks.Split(0).Train[0], new UniformRandom(), Math.Min(2 * tasks.Horizon + 3, 200), new Rng(1));
        var text = LanguageText.Write(format, tasks.Observations, tasks.Actions, history);
        var parsed = LanguageText.Parse(format, tasks.Observations, tasks.Actions, text);
        Assert.Null(parsed.Failure);
        Assert.Equal(history.Columns.Observations, parsed.Observations);
        Assert.Equal(history.Columns.Actions, parsed.Actions);
        Assert.Equal(Enumerable.Range(0, history.Length).Select(history.Outcome), parsed.Outcomes);
    }
}
