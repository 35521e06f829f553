using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

public class UniformRandomTests
{
    [Fact]
    public void Every_discrete_action_is_as_likely_as_its_log_probability_says()
    {
        const int n = 9000;
        var agent = new UniformRandom().CreateAgent(new Space.Discrete(1), new Space.Discrete(3, 2), 1, new Rng(0));
        var choices = Enumerable.Range(0, n).Select(_ => Agents.Choose(agent, [0], actionWidth: 2)).ToArray();
        Assert.All(choices, choice => Assert.Equal(-Math.Log(9), choice.LogProbability, 6));
        var counts = choices.CountBy(choice => (choice.Action[0], choice.Action[1])).ToArray();
        Assert.Equal(9, counts.Length);
        Assert.All(counts, count => Assert.InRange(count.Value, 850, 1150));
    }

    [Fact]
    public void A_box_is_filled_evenly_and_the_density_is_that_of_its_volume()
    {
        const int n = 8000;
        var space = new Space.Box(2, -1, 3);
        var agent = new UniformRandom().CreateAgent(new Space.Discrete(1), space, 1, new Rng(0));
        var choices = Enumerable.Range(0, n).Select(_ => Agents.Choose(agent, [0], actionWidth: 2)).ToArray();
        Assert.All(choices, choice => Assert.True(space.Contains(choice.Action)));
        Assert.All(choices, choice => Assert.Equal(-Math.Log(16), choice.LogProbability, 6));
        var quarters = choices.CountBy(choice => (int)(choice.Action[0] + 1)).ToArray();
        Assert.Equal(4, quarters.Length);
        Assert.All(quarters, quarter => Assert.InRange(quarter.Value, 1800, 2200));
    }

    [Fact]
    public void It_never_learns()
    {
        var agent = new UniformRandom().CreateAgent(new Space.Discrete(1), new Space.Discrete(2), 1, new Rng(0));
        Agents.Feed(agent, [0], [0], 1);
        Assert.Equal(0, agent.Updates);
    }

    [Fact]
    public void An_endless_box_is_refused() =>
        Assert.Contains("uniform-random needs actions between finite bounds; got box(1, -Infinity, Infinity)", Assert.Throws<ArgumentException>(() =>
            new UniformRandom().CreateAgent(new Space.Discrete(1), new Space.Box(1, float.NegativeInfinity, float.PositiveInfinity), 1, new Rng(0))).Message, StringComparison.Ordinal);
}
