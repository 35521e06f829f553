using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

public class EpsilonGreedyTests
{
    [Fact]
    public void Epsilon_falls_in_a_straight_line_and_stays()
    {
        // After one reward arm 0 is greedy, so that the log-probability of a choice tells ε.
        var agent = new EpsilonGreedy { Epsilon = 0.9, FinalEpsilon = 0.3, EpsilonSteps = 4 }.CreateAgent(new Space.Discrete(1), new Space.Discrete(3), 1, new Rng(0));
        foreach (var epsilon in (double[])[0.75, 0.6, 0.45, 0.3, 0.3, 0.3])
        {
            Agents.Feed(agent, [0], [0], 1);
            var (action, logProbability) = Agents.Choose(agent, [0]);
            Assert.Equal(action[0] == 0 ? 1 - epsilon * 2 / 3 : epsilon / 3, Math.Exp(logProbability), 6);
        }
    }

    [Fact]
    public void The_greedy_arm_is_the_one_of_the_greatest_mean_reward()
    {
        // Means 2/3, 0.65 and 0.6: the sum of arm 1 is the greatest.
        var agent = new EpsilonGreedy { Epsilon = 0, FinalEpsilon = 0 }.CreateAgent(new Space.Discrete(1), new Space.Discrete(3), 1, new Rng(0));
        foreach (var (arm, reward) in ((float, float)[])[(0, 1), (1, 0.6f), (0, 0), (1, 0.7f), (2, 0.6f), (0, 1), (1, 0.65f), (1, 0.65f)]) Agents.Feed(agent, [0], [arm], reward);
        var (action, logProbability) = Agents.Choose(agent, [0]);
        Assert.Equal((0, 0), (action[0], logProbability));
    }

    [Fact]
    public void An_arm_that_was_not_played_counts_as_the_initial_value_and_its_first_reward_replaces_it()
    {
        var agent = new EpsilonGreedy { Epsilon = 0, FinalEpsilon = 0, InitialValue = 5 }.CreateAgent(new Space.Discrete(1), new Space.Discrete(3), 1, new Rng(0));
        Agents.Feed(agent, [0], [0], 4);
        Agents.Feed(agent, [0], [2], 4.5f);
        Assert.Equal(1, Agents.Choose(agent, [0]).Action[0]);
        Agents.Feed(agent, [0], [1], 3);
        Assert.Equal(2, Agents.Choose(agent, [0]).Action[0]);
    }

    [Fact]
    public void No_steps_of_falling_mean_the_final_epsilon_at_once()
    {
        var agent = new EpsilonGreedy { EpsilonSteps = 0 }.CreateAgent(new Space.Discrete(1), new Space.Discrete(4), 1, new Rng(0));
        Assert.Equal(0.25, Math.Exp(Agents.Choose(agent, [0]).LogProbability), 6); // a tie of four arms
        Agents.Feed(agent, [0], [3], 1);
        Assert.Equal((3, 0), (Agents.Choose(agent, [0]).Action[0], Agents.Choose(agent, [0]).LogProbability));
    }
}
