using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public class QLearningTests
{
    [Fact]
    public void A_small_room_is_solved_to_the_optimum()
    {
        var room = new DarkRoom { Size = 5, Horizon = 10 };
        var tasks = Enumerable.Range(0, 20).Select(room.Split(0).Train.Cycle).ToArray();
        var learner = new QLearning { EpsilonSteps = 3000, FinalEpsilon = 0 };
        foreach (var history in Interaction.Run(room, tasks, learner, 3500, new Rng(1)))
            Assert.All(history.EpisodeReturns()[^20..], episode => Assert.Equal(room.References(history.Task).Optimal, episode));
    }

    [Fact]
    public void Dark_Room_is_learned_gradually_by_the_defaults()
    {
        var room = new DarkRoom();
        var tasks = Enumerable.Range(0, 65).Select(room.Split(0).Train.Cycle).ToArray();
        var returns = Interaction.Run(room, tasks, new QLearning(), 20 * 450, new Rng(2)).Select(history => history.EpisodeReturns()).ToArray();
        double Mean(int first, int count) => returns.Average(r => r[first..(first + count)].Average());
        var curve = Enumerable.Range(0, 9).Select(block => Mean(50 * block, 50)).ToArray();
        Assert.InRange(curve[0], 0.1, 1);
        Assert.InRange(curve[4], 5, 9);
        Assert.InRange(curve[8], 15, 16.5);
        Assert.All(curve.Zip(curve.Skip(1)), pair => Assert.True(pair.Second > pair.First));
    }

    [Theory]
    [InlineData(EpisodeEnd.None, 0.5 * (1 + 0.8 * 0.5))]
    [InlineData(EpisodeEnd.Truncated, 0.5 * (1 + 0.8 * 0.5))]
    [InlineData(EpisodeEnd.Terminated, 0.5)]
    public void The_next_state_counts_unless_it_is_terminal(EpisodeEnd end, double expected)
    {
        // State 1's action 0 is worth 0.5 after one reward of 1; then state 0's action 1 leads there with a reward of 1. A second action
        // of state 0 has been given `expected` ± a hair, so that the greedy choice tells which is greater.
        foreach (var (nudge, greedy) in ((double, float)[])[(-1e-4, 1), (1e-4, 0)])
        {
            var learner = new QLearning { LearningRate = 0.5, Discount = 0.8, Epsilon = 0, FinalEpsilon = 0, EpsilonSteps = 0 };
            var agent = learner.CreateAgent(new Space.Discrete(2), new Space.Discrete(2), 1, new Rng(0));
            Agents.Feed(agent, [1], [0], 1, EpisodeEnd.Terminated);
            Agents.Feed(agent, [0], [1], 1, end, next: [1]);
            Agents.Feed(agent, [0], [0], (float)(2 * (expected + nudge)), EpisodeEnd.Terminated);
            Assert.Equal([greedy], Agents.Choose(agent, [0]).Action);
        }
    }

    [Fact]
    public void Epsilon_falls_in_a_straight_line()
    {
        // After one reward, action 0 is greedy; the log-probability of each choice then gives ε/2 or 1 − ε/2 away.
        var agent = new QLearning { Epsilon = 0.8, FinalEpsilon = 0.2, EpsilonSteps = 6, Discount = 0 }
            .CreateAgent(new Space.Discrete(1), new Space.Discrete(2), 1, new Rng(0));
        Agents.Feed(agent, [0], [0], 1);
        foreach (var epsilon in (double[])[0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.2, 0.2])
        {
            var (action, logProbability) = Agents.Choose(agent, [0]);
            Assert.Equal(action[0] == 0 ? 1 - epsilon / 2 : epsilon / 2, Math.Exp(logProbability), 6);
            Agents.Feed(agent, [0], [0], 1);
        }
    }

    [Fact]
    public void The_initial_value_is_what_untried_actions_are_thought_to_be_worth()
    {
        var optimist = new QLearning { InitialValue = 1, Epsilon = 0, FinalEpsilon = 0 }.CreateAgent(new Space.Discrete(1), new Space.Discrete(3), 1, new Rng(0));
        Agents.Feed(optimist, [0], [0], -5);
        Agents.Feed(optimist, [0], [2], -5);
        var (action, logProbability) = Agents.Choose(optimist, [0]);
        Assert.Equal((1, 0), (action[0], logProbability));
    }

    [Fact]
    public void Spaces_that_no_table_fits_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new QLearning().CreateAgent(new Space.Box(2, -1, 1), new Space.Discrete(2), 1, new Rng(0)));
        Assert.Contains("q-learning keeps a table and needs discrete observations and actions, of at most 10000000 pairs; got box(2, -1, 1) and discrete(2)", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new QLearning().CreateAgent(new Space.Discrete(10_000), new Space.Discrete(1001), 1, new Rng(0)));
        Assert.Contains("got discrete(10000) and discrete(1001)", error.Message, StringComparison.Ordinal);
    }
}
