using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public class ThompsonSamplingTests
{
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 0, 1)]
    [InlineData(3, 1, 0, 0)]
    [InlineData(7, 4, 2, 2)]
    [InlineData(300, 250, 1, 0)]
    [InlineData(600, 400, 590, 410)]
    [InlineData(0, 900, 0, 1)]
    public void Two_Beta_beliefs_compare_as_the_closed_form_says(int wins, int losses, int otherWins, int otherLosses)
    {
        var agent = Learner(new ThompsonSampling(), 2);
        Pay(agent, 0, wins, losses);
        Pay(agent, 1, otherWins, otherLosses);
        var expected = BetaBeats(otherWins + 1, otherLosses + 1, wins + 1, losses + 1);
        foreach (var (arm, probability) in Probabilities(agent))
            Assert.Equal(arm == 1 ? expected : 1 - expected, probability, 1e-6);
    }

    [Fact]
    public void Two_normal_beliefs_compare_as_the_normal_distribution_says()
    {
        var agent = Learner(new ThompsonSampling { Rewards = RewardModel.Gaussian, PriorMean = 0.4, PriorVariance = 0.5, NoiseVariance = 0.2 }, 2);
        foreach (var reward in (float[])[1.5f, -0.25f, 0.75f]) Agents.Feed(agent, [0], [0], reward);
        Agents.Feed(agent, [0], [1], 0.5f);
        var (mean, variance) = Posterior(2, 3);
        var (otherMean, otherVariance) = Posterior(0.5, 1);
        var expected = NormalCdf((mean - otherMean) / Math.Sqrt(variance + otherVariance));
        foreach (var (arm, probability) in Probabilities(agent)) Assert.Equal(arm == 0 ? expected : 1 - expected, probability, 1e-6);

        // Bayes' rule for a normal mean: precisions 1/0.5 of the prior and 1/0.2 of each reward.
        static (double Mean, double Variance) Posterior(double sum, int count) =>
            ((0.4 / 0.5 + sum / 0.2) / (1 / 0.5 + count / 0.2), 1 / (1 / 0.5 + count / 0.2));
    }

    [Fact]
    public void Ten_unequal_beliefs_compare_as_a_fine_midpoint_sum_says()
    {
        var agent = Learner(new ThompsonSampling(), 10);
        (int Wins, int Losses)[] counts = [(0, 0), (1, 2), (40, 20), (0, 9), (3, 3), (700, 400), (2, 0), (12, 8), (90, 60), (0, 0)];
        for (var arm = 0; arm < counts.Length; arm++) Pay(agent, arm, counts[arm].Wins, counts[arm].Losses);
        var expected = BestByMidpoints([.. counts.Select(count => (count.Wins + 1, count.Losses + 1))]);
        var found = Probabilities(agent);
        Assert.InRange(found.Count, 7, 10);
        foreach (var (arm, probability) in found) Assert.Equal(expected[arm], probability, 1e-6);
    }

    [Fact]
    public void A_reward_between_0_and_1_counts_as_so_much_of_a_success()
    {
        // Beta(1.5, 1.5) beats Beta(1, 1), and is beaten, in half of the draws; Beta(1.75, 1.25) has mean 7/12, which is the
        // probability that it beats a uniform draw.
        var agent = Learner(new ThompsonSampling(), 2);
        Agents.Feed(agent, [0], [0], 0.5f);
        Assert.Equal(0.5, Probabilities(agent)[0], 1e-4);
        agent = Learner(new ThompsonSampling(), 2);
        Agents.Feed(agent, [0], [0], 0.75f);
        Assert.Equal(7 / 12.0, Probabilities(agent)[0], 1e-4);
    }

    [Fact]
    public void Rewards_beyond_0_and_1_are_taken_as_the_nearer_end()
    {
        var (far, near) = (Learner(new ThompsonSampling(), 2), Learner(new ThompsonSampling(), 2));
        foreach (var (reward, end) in ((float, float)[])[(7, 1), (-3, 0), (2, 1)])
        {
            Agents.Feed(far, [0], [1], reward);
            Agents.Feed(near, [0], [1], end);
        }

        Assert.Equal(Probabilities(near), Probabilities(far));
    }

    [Fact]
    public void The_prior_is_what_was_counted_before_the_first_trial()
    {
        var (told, played) = (Learner(new ThompsonSampling { PriorSuccesses = 3, PriorFailures = 2 }, 2), Learner(new ThompsonSampling(), 2));
        for (var arm = 0; arm < 2; arm++) Pay(played, arm, 2, 1);
        Pay(told, 0, 1, 0);
        Pay(played, 0, 1, 0);
        Assert.Equal(Probabilities(played), Probabilities(told));
    }

    [Theory]
    [InlineData(1e30f, 1e30f)]
    [InlineData(1e-30f, -1e30f)]
    public void Immense_rewards_end_in_a_choice(float reward, float other)
    {
        var agent = Learner(new ThompsonSampling { Rewards = RewardModel.Gaussian }, 2);
        for (var i = 0; i < 50; i++)
        {
            Agents.Feed(agent, [0], [0], reward);
            Agents.Feed(agent, [0], [1], other);
        }

        var probabilities = Probabilities(agent);
        Assert.Equal(1, probabilities.Values.Sum(), 6);
        if (reward != other) Assert.Equal(1, probabilities[0]);
    }

    [Fact]
    public void Regret_is_far_below_that_of_a_constant_epsilon_and_of_random_play()
    {
        const int n = 2000;
        double[] arms = [0.9, 0.6, 0.5];
        var bandit = new BernoulliBandit { Arms = 3, Horizon = n };
        double Regret(IAlgorithm algorithm) => Interaction.Run(bandit, [.. Enumerable.Repeat(new TaskInstance(0, [.. arms]), 50)], algorithm, n, new Rng(1))
            .Average(history => history.Columns.Actions.Sum(arm => arms[0] - arms[(int)arm]));
        var thompson = Regret(new ThompsonSampling());
        Assert.InRange(thompson, 1, 20); // ln n Σ Δ / KL = 12 asymptotically (Lai and Robbins, 1985)
        Assert.True(Regret(new EpsilonGreedy { Epsilon = 0.1, FinalEpsilon = 0.1 }) > 2 * thompson);
    }

    [Fact]
    public void Only_bandits_are_played() =>
        Assert.Contains("thompson-sampling plays bandits, whose only observation is discrete(1); got box(2, -1, 1)",
            Assert.Throws<ArgumentException>(() => new ThompsonSampling().CreateAgent(new Space.Box(2, -1, 1), new Space.Discrete(2), 1, new Rng(0))).Message, StringComparison.Ordinal);

    static IAgent Learner(ThompsonSampling algorithm, int arms) => algorithm.CreateAgent(new Space.Discrete(1), new Space.Discrete(arms), 1, new Rng(5));

    static void Pay(IAgent agent, int arm, int wins, int losses)
    {
        for (var i = 0; i < wins; i++) Agents.Feed(agent, [0], [arm], 1);
        for (var i = 0; i < losses; i++) Agents.Feed(agent, [0], [arm], 0);
    }

    /// <summary>What the agent says of each arm that it chooses in 2000 choices.</summary>
    static SortedDictionary<int, double> Probabilities(IAgent agent)
    {
        var found = new SortedDictionary<int, double>();
        for (var i = 0; i < 2000; i++)
        {
            var (action, logProbability) = Agents.Choose(agent, [0]);
            found[(int)action[0]] = Math.Exp(logProbability);
        }

        return found;
    }

    /// <summary>P(Beta(a, b) &gt; Beta(c, d)) = Σ_{i &lt; a} B(c + i, b + d) / ((b + i) B(1 + i, b) B(c, d)) for whole numbers (Miller, 2015).</summary>
    static double BetaBeats(int a, int b, int c, int d) => Enumerable.Range(0, a).Sum(i =>
        Math.Exp(LogBeta(c + i, b + d) - Math.Log(b + i) - LogBeta(1 + i, b) - LogBeta(c, d)));

    static double LogBeta(int a, int b) => LogFactorial(a - 1) + LogFactorial(b - 1) - LogFactorial(a + b - 1);

    static double LogFactorial(int n) => Enumerable.Range(1, n).Sum(i => Math.Log(i));

    /// <summary>The integral by 200,000 midpoints, each distribution function by running sums.</summary>
    static double[] BestByMidpoints((int A, int B)[] beliefs)
    {
        const int points = 200_000;
        var norms = beliefs.Select(belief => LogBeta(belief.A, belief.B)).ToArray();
        var (below, best) = (new double[beliefs.Length], new double[beliefs.Length]);
        for (var i = 0; i < points; i++)
        {
            var x = (i + 0.5) / points;
            var mass = beliefs.Select((belief, arm) => Math.Exp((belief.A - 1) * Math.Log(x) + (belief.B - 1) * Math.Log(1 - x) - norms[arm]) / points).ToArray();
            for (var arm = 0; arm < beliefs.Length; arm++)
                best[arm] += Enumerable.Range(0, beliefs.Length).Aggregate(mass[arm], (product, other) => other == arm ? product : product * (below[other] + mass[other] / 2));
            for (var arm = 0; arm < beliefs.Length; arm++) below[arm] += mass[arm];
        }

        return best;
    }

    /// <summary>By Simpson's rule from 0.</summary>
    static double NormalCdf(double z)
    {
        const int pieces = 2000;
        var step = z / pieces;
        double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        return 0.5 + Enumerable.Range(0, pieces).Sum(i => step / 6 * (Density(i * step) + 4 * Density((i + 0.5) * step) + Density((i + 1) * step)));
    }
}
