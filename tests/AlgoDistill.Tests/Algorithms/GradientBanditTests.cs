using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

public class GradientBanditTests
{
    [Fact]
    public void Preferences_follow_equation_2_12_of_the_book()
    {
        var agent = new GradientBandit { LearningRate = 0.4 }.CreateAgent(new Space.Discrete(1), new Space.Discrete(3), 1, new Rng(0));
        var (preferences, rewards) = (new double[3], new List<double>());
        foreach (var (arm, reward) in ((int, float)[])[(0, 1), (1, 3), (2, -2), (1, 0.5f), (0, 4)])
        {
            Agents.Feed(agent, [0], [arm], reward);
            var (pi, baseline) = (SoftMax(preferences), rewards.Count == 0 ? reward : rewards.Average());
            for (var i = 0; i < 3; i++) preferences[i] += 0.4 * (reward - baseline) * ((i == arm ? 1 : 0) - pi[i]);
            rewards.Add(reward);
            AssertPolicy(SoftMax(preferences), agent);
        }
    }

    [Fact]
    public void The_mean_step_is_the_gradient_of_the_expected_reward()
    {
        // From two rewards on, whatever the baseline: Σ_arm π(arm) · step(arm) = α ∂ E r / ∂ H, here by central differences.
        const double alpha = 1e-3, h = 1e-5;
        float[] pays = [0.3f, 1.2f, -0.7f];
        foreach (var baseline in (bool[])[true, false])
        {
            var algorithm = new GradientBandit { LearningRate = alpha, Baseline = baseline };
            var start = LogRatios(Warm(algorithm));
            var pi = SoftMax(start);
            var mean = new double[3];
            for (var arm = 0; arm < 3; arm++)
            {
                var agent = Warm(algorithm);
                Agents.Feed(agent, [0], [arm], pays[arm]);
                var after = LogRatios(agent);
                for (var i = 0; i < 3; i++) mean[i] += pi[arm] * (after[i] - start[i]);
            }

            for (var i = 0; i < 3; i++) // preferences show only in their differences
                Assert.Equal(alpha * (Slope(i) - Slope(0)), mean[i] - mean[0], 2e-6);

            double Slope(int i)
            {
                double Expected(double change) => SoftMax([.. start.Select((value, j) => i == j ? value + change : value)]).Zip(pays, (p, pay) => p * pay).Sum();
                return (Expected(h) - Expected(-h)) / (2 * h);
            }
        }
    }

    [Fact]
    public void Without_a_baseline_a_first_reward_moves_the_policy_and_with_one_it_does_not()
    {
        foreach (var (baseline, expected) in ((bool, double)[])[(true, 0), (false, 0.1 * 2)])
        {
            var agent = new GradientBandit { Baseline = baseline }.CreateAgent(new Space.Discrete(1), new Space.Discrete(2), 1, new Rng(0));
            Agents.Feed(agent, [0], [1], 2);
            var ratios = LogRatios(agent, 2);
            Assert.Equal(expected, ratios[1] - ratios[0], 1e-6);
        }
    }

    static IAgent Warm(GradientBandit algorithm)
    {
        var agent = algorithm.CreateAgent(new Space.Discrete(1), new Space.Discrete(3), 1, new Rng(2));
        Agents.Feed(agent, [0], [0], 400);
        Agents.Feed(agent, [0], [2], 900);
        return agent;
    }

    /// <summary>Log-probability of each arm, from choices until every arm was seen.</summary>
    static double[] LogRatios(IAgent agent, int arms = 3)
    {
        var found = Enumerable.Repeat(double.NaN, arms).ToArray();
        for (var i = 0; found.Any(double.IsNaN) && i < 10_000; i++)
        {
            var (action, logProbability) = Agents.Choose(agent, [0]);
            found[(int)action[0]] = logProbability;
        }

        return found;
    }

    static void AssertPolicy(double[] expected, IAgent agent)
    {
        var found = LogRatios(agent);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(Math.Log(expected[i]), found[i], 1e-6);
    }

    static double[] SoftMax(double[] values) => [.. values.Select(value => Math.Exp(value) / values.Sum(Math.Exp))];
}
