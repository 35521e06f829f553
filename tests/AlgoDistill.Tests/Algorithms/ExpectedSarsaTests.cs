using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public class ExpectedSarsaTests
{
    [Theory]
    [InlineData(EpisodeEnd.None, 0.5 * (2 + 0.8 * 2.4))]
    [InlineData(EpisodeEnd.Truncated, 0.5 * (2 + 0.8 * 2.4))]
    [InlineData(EpisodeEnd.Terminated, 1)]
    public void The_policy_s_mean_is_what_the_next_state_is_worth(EpisodeEnd end, double expected)
    {
        var agent = Tables.Agent(new ExpectedSarsa { LearningRate = 0.5, Discount = 0.8, Epsilon = 0.4, FinalEpsilon = 0.4 });
        Agents.Feed(agent, [1], [1], 6, EpisodeEnd.Terminated);                       // Q(1, ·) = 0, 3: 0.4 · 1.5 + 0.6 · 3 = 2.4
        Agents.Feed(agent, [0], [0], 2, end, next: [1]);
        Assert.Equal(expected, Tables.Of(agent)[0], 12);
    }

    [Fact]
    public void Without_exploration_it_is_Q_learning()
    {
        var (lake, task) = (new FrozenLake(), FrozenLake.Classic);
        var expected = Interaction.Run(lake, task, new QLearning { Epsilon = 0, FinalEpsilon = 0, InitialValue = 1 }, 5000, new Rng(1));
        var actual = Interaction.Run(lake, task, new ExpectedSarsa { Epsilon = 0, FinalEpsilon = 0, InitialValue = 1 }, 5000, new Rng(1));
        Histories.AssertEqual(expected, actual);
        Assert.Contains(expected.Columns.Rewards, reward => reward == 1);
    }
}
