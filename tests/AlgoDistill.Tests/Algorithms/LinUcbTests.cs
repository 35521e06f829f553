using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public class LinUcbTests
{
    [Fact]
    public void Disjoint_choices_are_those_of_ridge_regressions_solved_anew()
    {
        var algorithm = new LinUcb { Exploration = 0.7, Ridge = 0.5 };
        var (rng, agent) = (new Rng(1), algorithm.CreateAgent(new Space.Box(2, -9, 9), new Space.Discrete(3), 1, new Rng(2)));
        var seen = Enumerable.Range(0, 3).Select(_ => new List<(double[] X, double Reward)>()).ToArray();
        for (var trial = 0; trial < 300; trial++)
        {
            float[] x = [(float)rng.NextGaussian(), (float)rng.NextGaussian()];
            var bounds = seen.Select(rows => Bound(rows, [x[0], x[1]], algorithm)).ToArray();
            var (action, logProbability) = Agents.Choose(agent, x);
            Assert.Equal(bounds.Max(), bounds[(int)action[0]], 1e-9);
            if (trial == 0) Assert.Equal(-Math.Log(3), logProbability, 1e-6);
            var (arm, reward) = (rng.NextInt(3), (float)rng.NextGaussian());
            Agents.Feed(agent, x, [arm], reward);
            seen[arm].Add(([x[0], x[1]], reward));
        }
    }

    [Fact]
    public void Shared_choices_are_those_of_one_regression_over_the_features_of_the_arms()
    {
        var algorithm = new LinUcb { Features = LinUcbFeatures.Arms };
        var (rng, agent) = (new Rng(3), algorithm.CreateAgent(new Space.Box(8, -9, 9), new Space.Discrete(4), 1, new Rng(4)));
        var seen = new List<(double[] X, double Reward)>();
        for (var trial = 0; trial < 300; trial++)
        {
            float[] x = [.. Enumerable.Range(0, 8).Select(_ => (float)rng.NextGaussian())];
            var bounds = Enumerable.Range(0, 4).Select(arm => Bound(seen, [x[2 * arm], x[2 * arm + 1]], algorithm)).ToArray();
            Assert.Equal(bounds.Max(), bounds[(int)Agents.Choose(agent, x).Action[0]], 1e-9);
            var (arm, reward) = (rng.NextInt(4), (float)rng.NextGaussian());
            Agents.Feed(agent, x, [arm], reward);
            seen.Add(([x[2 * arm], x[2 * arm + 1]], reward));
        }
    }

    [Theory]
    [InlineData(LinUcbFeatures.Automatic, 6, 3, true)]
    [InlineData(LinUcbFeatures.Automatic, 2, 3, false)]
    [InlineData(LinUcbFeatures.Context, 6, 3, false)]
    [InlineData(LinUcbFeatures.Arms, 6, 3, true)]
    public void What_one_arm_teaches_of_the_others_depends_on_what_an_observation_is(LinUcbFeatures features, int width, int arms, bool shared)
    {
        var agent = new LinUcb { Features = features, Exploration = 0 }.CreateAgent(new Space.Box(width, -1, 1), new Space.Discrete(arms), 1, new Rng(0));
        var x = Enumerable.Repeat(1f, width).ToArray();
        Agents.Feed(agent, x, [1], 1);
        var (action, logProbability) = Agents.Choose(agent, x); // with shared weights, arms of equal features are worth the same
        if (shared) Assert.Equal(-Math.Log(arms), logProbability, 1e-6);
        else Assert.Equal((1, 0), (action[0], logProbability));
    }

    [Fact]
    public void Regret_of_the_paper_s_linear_bandits_is_a_fraction_of_that_of_random_play()
    {
        var bandit = new LinearBandit();
        TaskInstance[] tasks = [.. Enumerable.Range(0, 100).Select(i => bandit.Split(0).Test[i])];
        var earned = Interaction.Run(bandit, tasks, new LinUcb(), 200, new Rng(1)).Average(history => history.EpisodeReturns()[0]);
        var (optimal, random) = (tasks.Average(task => bandit.References(task).Optimal), tasks.Average(task => bandit.References(task).Random));
        Assert.InRange((optimal - earned) / (optimal - random), 0, 0.1);
    }

    [Fact]
    public void Spaces_without_features_are_refused()
    {
        Assert.Contains("linucb needs box observations and discrete actions; got discrete(1) and discrete(2)", Refusal(new LinUcb(), new Space.Discrete(1)), StringComparison.Ordinal);
        Assert.Contains("do not divide by the arms; got box(3, -1, 1) and discrete(2)", Refusal(new LinUcb { Features = LinUcbFeatures.Arms }, new Space.Box(3, -1, 1)), StringComparison.Ordinal);
        Assert.Contains("of at most 10000000 entries together; got box(3001, -1, 1)", Refusal(new LinUcb(), new Space.Box(3001, -1, 1)), StringComparison.Ordinal);

        static string Refusal(LinUcb algorithm, Space observations) =>
            Assert.Throws<ArgumentException>(() => algorithm.CreateAgent(observations, new Space.Discrete(2), 1, new Rng(0))).Message;
    }

    /// <summary>⟨θ, x⟩ + α √(xᵀ A⁻¹ x) in two dimensions, A summed anew and inverted by Cramer's rule.</summary>
    static double Bound(List<(double[] X, double Reward)> rows, double[] x, LinUcb algorithm)
    {
        double Sum(Func<(double[] X, double Reward), double> term) => rows.Sum(term);
        var (a, b, d) = (algorithm.Ridge + Sum(row => row.X[0] * row.X[0]), Sum(row => row.X[0] * row.X[1]), algorithm.Ridge + Sum(row => row.X[1] * row.X[1]));
        double[] Solve(double first, double second) => [(d * first - b * second) / (a * d - b * b), (a * second - b * first) / (a * d - b * b)];
        var (theta, direction) = (Solve(Sum(row => row.X[0] * row.Reward), Sum(row => row.X[1] * row.Reward)), Solve(x[0], x[1]));
        return theta[0] * x[0] + theta[1] * x[1] + algorithm.Exploration * Math.Sqrt(x[0] * direction[0] + x[1] * direction[1]);
    }
}
