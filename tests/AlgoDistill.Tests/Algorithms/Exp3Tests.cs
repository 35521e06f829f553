using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public class Exp3Tests
{
    [Fact]
    public void Weights_grow_as_in_figure_1_of_the_paper()
    {
        const double gamma = 0.3;
        var agent = new Exp3 { Gamma = gamma }.CreateAgent(new Space.Discrete(1), new Space.Discrete(3), 1, new Rng(0));
        double[] weights = [1, 1, 1];
        double Probability(int arm) => (1 - gamma) * weights[arm] / weights.Sum() + gamma / 3;
        foreach (var (arm, reward) in ((int, float)[])[(0, 1), (1, 0.5f), (1, 1), (2, 0), (0, 0.25f), (1, 1)])
        {
            Agents.Feed(agent, [0], [arm], reward);
            weights[arm] *= Math.Exp(gamma * reward / Probability(arm) / 3);
            var seen = new HashSet<int>();
            for (var i = 0; i < 60; i++)
            {
                var (action, logProbability) = Agents.Choose(agent, [0]);
                Assert.Equal(Math.Log(Probability((int)action[0])), logProbability, 1e-6);
                seen.Add((int)action[0]);
            }

            Assert.Equal(3, seen.Count);
        }
    }

    [Fact]
    public void Rewards_beyond_0_and_1_are_taken_as_the_nearer_end()
    {
        IAgent Fed(float low, float high)
        {
            var agent = new Exp3().CreateAgent(new Space.Discrete(1), new Space.Discrete(2), 1, new Rng(3));
            Agents.Feed(agent, [0], [0], high);
            Agents.Feed(agent, [0], [1], low);
            return agent;
        }

        Assert.Equal(Agents.Choose(Fed(0, 1), [0]).LogProbability, Agents.Choose(Fed(-9, 40), [0]).LogProbability);
    }

    [Fact]
    public void Weights_of_any_size_leave_probabilities_that_are_numbers()
    {
        var agent = new Exp3 { Gamma = 0.01 }.CreateAgent(new Space.Discrete(1), new Space.Discrete(2), 1, new Rng(0));
        for (var i = 0; i < 200_000; i++) Agents.Feed(agent, [0], [0], 1); // log-weight 1000
        var (action, logProbability) = Agents.Choose(agent, [0]);
        Assert.Equal(action[0] == 0 ? 0.995 : 0.005, Math.Exp(logProbability), 1e-6);
    }

    [Fact]
    public void Regret_stays_below_the_bound_of_corollary_3_2()
    {
        // 2 √(e − 1) √(g K ln K) where γ = √(K ln K / ((e − 1) g)) and the best arm earns at most g.
        const int n = 5000;
        double[] arms = [0.2, 0.5, 0.3, 0.8];
        var gamma = Math.Sqrt(4 * Math.Log(4) / ((Math.E - 1) * n));
        var bandit = new BernoulliBandit { Arms = 4, Horizon = n };
        var histories = Interaction.Run(bandit, [.. Enumerable.Repeat(new TaskInstance(0, [.. arms]), 40)], new Exp3 { Gamma = gamma }, n, new Rng(1));
        var regret = histories.Average(history => history.Columns.Actions.Sum(arm => arms[3] - arms[(int)arm]));
        var bound = 2 * Math.Sqrt(Math.E - 1) * Math.Sqrt(n * 4 * Math.Log(4));
        Assert.InRange(regret, 1, bound);
        Assert.True(bound < n * (0.8 - arms.Average()) / 3, "a third of the regret of playing at random would meet the bound");
    }
}
