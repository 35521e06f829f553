using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public class ContextualBanditTests
{
    static readonly ContextualBandit Paper = new();

    [Fact]
    public void The_frozen_split_stays_what_it_is()
    {
        var split = new ContextualBandit { Arms = 2 }.Split(0);
        Assert.Equal("(0.6723767561529553, -0.8726223544792356, 0.6429600801114332, 0.2584416467572965)", $"{split.Train[0]}");
        Assert.Equal("(0.30447675371959676, -0.28019707066513905, -0.9245721569431791, -0.06866165953357162)", $"{split.Test[0]}");
        Assert.Equal("(2.1977963751464165, -0.24161974798403937, -0.36382038825810853, 1.2280361652286496)", $"{split.Shifted![0]}");
    }

    [Fact]
    public void Weights_have_variance_one_half_and_the_shifted_ones_four_times_that()
    {
        double Variance(TaskSet set) => Enumerable.Range(0, 1000).SelectMany(i => set[i].Parameters).Average(weight => weight * weight);
        var split = Paper.Split(1);
        Assert.Equal(0.5, Variance(split.Train), 0.02);
        Assert.Equal(0.5, Variance(split.Test), 0.02);
        Assert.Equal(2, Variance(split.Shifted!), 0.08);
    }

    [Fact]
    public void Contexts_are_new_in_every_trial_and_normal_with_variance_one_half()
    {
        var history = Interaction.Run(Paper, Paper.Split(0).Train[0], new UniformRandom(), 20_000, new Rng(1));
        var (x, y) = (Column(0), Column(1));
        Assert.Equal(20_000, x.Distinct().Count(), 20.0);
        foreach (var column in (double[][])[x, y])
        {
            Assert.Equal(0, column.Average(), 0.025);
            Assert.Equal(0.5, column.Average(value => value * value), 0.025);
        }

        Assert.Equal(0, x.Zip(y, (a, b) => a * b).Average(), 0.02);
        Assert.Equal(0, x.Zip(x.Skip(1), (a, b) => a * b).Average(), 0.02);

        double[] Column(int component) => [.. Enumerable.Range(0, history.Length).Select(row => (double)history.Observation(row)[component])];
    }

    [Fact]
    public void An_arm_pays_by_the_context_that_was_shown_before_it_was_chosen()
    {
        var bandit = Paper with { Variance = 0 };
        var task = bandit.Split(0).Test[1];
        var history = Interaction.Run(bandit, task, new UniformRandom(), 900, new Rng(3));
        for (var row = 0; row < history.Length; row++)
            Assert.Equal(Mean(task, history.Observation(row)[0], history.Observation(row)[1], (int)history.Action(row)[0]), history.Outcome(row).Reward, 1e-5);
    }

    [Fact]
    public void The_optimum_is_the_integral_of_the_greatest_mean_over_the_plane()
    {
        // E max ⟨x, w⟩ = E|x| / 2π · ∫ max_a ⟨(cos φ, sin φ), w_a⟩ dφ, by 100,000 midpoints; E|x| = √π / 2 where each component has variance ½.
        foreach (var set in (TaskSet[])[Paper.Split(4).Train, Paper.Split(4).Shifted!])
            foreach (var task in Enumerable.Range(0, 5).Select(i => set[i]))
                Assert.Equal(300 * Math.Sqrt(Math.PI) / 2 * MeanSupport(task), Paper.References(task).Optimal, 1e-4);

        static double MeanSupport(TaskInstance task) => Enumerable.Range(0, 100_000).Average(i =>
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * (i + 0.5) / 100_000);
            return Enumerable.Range(0, 10).Max(arm => Mean(task, cos, sin, arm));
        });
    }

    [Theory]
    [InlineData(0.0, 0.0, 0.0, 0.0, 0.0)]
    [InlineData(1.0, 2.0, 1.0, 2.0, 0.0)] // equal arms: the mean of a context
    [InlineData(1.0, 0.0, -1.0, 0.0, 0.5641895835477563)] // E|x₁| of variance ½: √(1/π)
    [InlineData(3.0, 4.0, 0.0, 0.0, 1.4104739588693909)] // 5 · E max(x₁, 0)
    public void Two_arms_have_a_closed_form(double x0, double y0, double x1, double y1, double optimal)
    {
        var references = new ContextualBandit { Arms = 2, Horizon = 1 }.References(new TaskInstance(0, [x0, y0, x1, y1]));
        Assert.Equal(optimal, references.Optimal, 1e-12);
        Assert.Equal(0, references.Random);
    }

    [Fact]
    public void The_expert_earns_the_optimum()
    {
        var bandit = Paper with { Variance = 0 };
        foreach (var task in Enumerable.Range(0, 3).Select(i => bandit.Split(5).Test[i]))
        {
            var returns = Interaction.Run(bandit, task, new Expert(), 200 * 300, new Rng(6)).EpisodeReturns();
            var error = Math.Sqrt(returns.Average(r => Math.Pow(r - returns.Average(), 2)) / returns.Length);
            Assert.InRange(error, 0.1, 2);
            Assert.Equal(bandit.References(task).Optimal, returns.Average(), 4 * error);
        }
    }

    static double Mean(TaskInstance task, double x, double y, int arm) => task.Parameters[2 * arm] * x + task.Parameters[2 * arm + 1] * y;
}
