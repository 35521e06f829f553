using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public class GaussianBanditTests
{
    [Fact]
    public void The_frozen_split_stays_what_it_is()
    {
        var split = new GaussianBandit().Split(0);
        Assert.Equal("(0.36552145993631535, 0.9873649686430681, 0.8143531872126193, 0.36738132770419873, 0.3528058110822464)", $"{split.Train[0]}");
        Assert.Equal("(0.5092183193419194, 0.8087654620926212, 0.1584299926420324, 0.36785540768781644, 0.5764300262936056)", $"{split.Test[0]}");
        Assert.Null(split.Shifted);
    }

    [Fact]
    public void Means_are_uniform_in_0_to_1()
    {
        var train = new GaussianBandit().Split(1).Train;
        var means = Enumerable.Range(0, 4000).SelectMany(i => train[i].Parameters).ToArray();
        Assert.All(means, mean => Assert.InRange(mean, 0, 1));
        Assert.Equal(0.5, means.Average(), 0.01);
        Assert.Equal(1 / 3.0, means.Average(mean => mean * mean), 0.01);
    }

    [Fact]
    public void Rewards_are_normal_around_the_mean_of_the_arm()
    {
        // 200,000 rewards: standard errors 0.0012 of the mean, 0.0010 of the variance, 0.0055 of the skewness.
        const int trials = 200_000;
        var bandit = new GaussianBandit { Arms = 2, Horizon = trials };
        var history = Interaction.Run(bandit, new TaskInstance(0, [0.9, -0.2]), new PolicyAlgorithm((_, _, _) => 1), trials, new Rng(1));
        var mean = history.Columns.Rewards.Average(reward => (double)reward);
        Assert.Equal(-0.2, mean, 0.006);
        Assert.Equal(0.3, history.Columns.Rewards.Average(reward => Math.Pow(reward - mean, 2)), 0.005);
        Assert.Equal(0, history.Columns.Rewards.Average(reward => Math.Pow((reward - mean) / Math.Sqrt(0.3), 3)), 0.03);
    }

    [Fact]
    public void References_are_the_best_and_the_mean_arm_and_the_expert_plays_the_best()
    {
        var bandit = new GaussianBandit { Arms = 3, Horizon = 40, Variance = 0 };
        var task = new TaskInstance(0, [0.25, 0.5, -0.375]);
        Assert.Equal((20, 5), (bandit.References(task).Optimal, bandit.References(task).Random));
        Assert.Equal(20, Interaction.Run(bandit, task, new Expert(), 40, new Rng(0)).EpisodeReturns()[0]);
    }

    [Fact]
    public void Parameters_that_are_not_a_mean_of_every_arm_are_refused() =>
        Assert.Contains("the parameters of a gaussian-bandit/v1 task are 5 means; got (0.5)",
            Assert.Throws<ArgumentException>(() => new GaussianBandit().Create(new TaskInstance(0, [0.5]), new Rng(0))).Message, StringComparison.Ordinal);
}
