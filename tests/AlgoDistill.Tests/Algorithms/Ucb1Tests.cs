using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public class Ucb1Tests
{
    [Fact]
    public void Regret_stays_below_the_bound_of_theorem_1()
    {
        // Auer et al. (2002): 8 Σ ln n / Δ + (1 + π²/3) Σ Δ, for exploration √2.
        const int n = 4000;
        double[] arms = [0.9, 0.6, 0.5];
        var bandit = new BernoulliBandit { Arms = 3, Horizon = n };
        var ucb = new Ucb1 { Exploration = Math.Sqrt(2) };
        var histories = Interaction.Run(bandit, [.. Enumerable.Repeat(new TaskInstance(0, [.. arms]), 100)], ucb, n, new Rng(1));
        var regret = histories.Average(history => history.Columns.Actions.Sum(arm => arms[0] - arms[(int)arm]));
        var gaps = arms[1..].Select(p => arms[0] - p).ToArray();
        var bound = 8 * gaps.Sum(gap => Math.Log(n) / gap) + (1 + Math.PI * Math.PI / 3) * gaps.Sum();
        Assert.InRange(regret, 1, bound);
        Assert.True(bound < n * gaps.Sum() / 3 / 2, "half the regret of playing at random would meet the bound");
    }

    [Fact]
    public void A_hundred_trials_of_the_paper_s_bandits_give_069_a_trial()
    {
        var bandit = new BernoulliBandit();
        var split = bandit.Split(0);
        foreach (var set in (TaskSet[])[split.Train, split.Shifted!])
        {
            var rewards = Interaction.Run(bandit, [.. Enumerable.Range(0, 2000).Select(i => set[i])], new Ucb1(), 100, new Rng(2)).Select(history => history.Columns.Rewards).ToArray();
            Assert.Equal(0.685, rewards.Average(r => r.Average()), 0.01);
            Assert.Equal(0.5, rewards.Average(r => r[..10].Average()), 0.02);
            Assert.Equal(0.765, rewards.Average(r => r[^20..].Average()), 0.02);
        }
    }

    [Fact]
    public void Every_arm_is_tried_once_in_random_order_before_any_twice()
    {
        var bandit = new BernoulliBandit();
        var histories = Interaction.Run(bandit, [.. Enumerable.Repeat(bandit.Split(0).Train[0], 200)], new Ucb1(), 10, new Rng(3));
        Assert.All(histories, history => Assert.Equal(10, history.Columns.Actions.Distinct().Count()));
        Assert.Equal(10, histories.Select(history => history.Columns.Actions[0]).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 10).Select(left => -MathF.Log(left)).Reverse(), histories[0].Columns.LogProbabilities);
    }

    [Fact]
    public void The_choice_is_the_arm_of_the_greatest_bound()
    {
        // After one reward of 1 on arm 0 and 0 on arm 1: bounds 1 + c √ln 2 and c √ln 2, whatever c is.
        var agent = new Ucb1().CreateAgent(new Space.Discrete(1), new Space.Discrete(2), 1, new Rng(0));
        Agents.Feed(agent, [0], [0], 1);
        Agents.Feed(agent, [0], [1], 0);
        var (action, logProbability) = Agents.Choose(agent, [0]);
        Assert.Equal((0, 0), (action[0], logProbability));
    }

    [Fact]
    public void Only_bandits_are_played() =>
        Assert.Contains("ucb1 plays bandits, whose only observation is discrete(1); got discrete(9)×2",
            Assert.Throws<ArgumentException>(() => new Ucb1().CreateAgent(new Space.Discrete(9, 2), new Space.Discrete(2), 1, new Rng(0))).Message, StringComparison.Ordinal);
}
