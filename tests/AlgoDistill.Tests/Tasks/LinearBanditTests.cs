using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public class LinearBanditTests
{
    // The features of the ten arms, frozen with version 1 of the family.
    static readonly float[] Features =
    [
        0.11900408f, 0.7430789f, 0.2561201f, 0.22731768f, -0.5497466f, 0.11606965f, -0.23795818f, 0.34658927f, 0.9548544f, 0.7731127f,
        -0.012380495f, 0.6776034f, 0.8561311f, 0.57682925f, 0.27856836f, -0.22332358f, -0.43272462f, 0.034790672f, -0.16494142f, -0.5813837f,
    ];

    static readonly LinearBandit Paper = new();

    [Fact]
    public void The_frozen_split_stays_what_it_is()
    {
        var split = Paper.Split(0);
        Assert.Equal("(0.6723767561529553, -0.8726223544792356)", $"{split.Train[0]}");
        Assert.Equal("(0.30447675371959676, -0.28019707066513905)", $"{split.Test[0]}");
    }

    [Fact]
    public void Every_trial_of_every_task_shows_the_features_of_all_arms()
    {
        foreach (var task in (TaskInstance[])[Paper.Split(0).Train[0], Paper.Split(5).Test[9]])
        {
            var history = Interaction.Run(Paper, task, new UniformRandom(), 10, new Rng(1));
            for (var row = 0; row < history.Length; row++) Assert.Equal(Features, history.Observation(row));
        }
    }

    [Fact]
    public void An_arm_pays_the_product_of_its_features_and_the_weights()
    {
        var bandit = Paper with { Variance = 0 };
        foreach (var task in Enumerable.Range(0, 5).Select(i => bandit.Split(2).Train[i]))
        {
            var history = Interaction.Run(bandit, task, new UniformRandom(), 200, new Rng(2));
            for (var row = 0; row < history.Length; row++) Assert.Equal(Mean(task, (int)history.Action(row)[0]), history.Outcome(row).Reward, 1e-6);
        }
    }

    [Fact]
    public void Rewards_vary_by_the_variance()
    {
        const int trials = 100_000; // standard error of the variance: 0.0013
        var task = Paper.Split(0).Train[0];
        var rewards = Interaction.Run(Paper, task, new PolicyAlgorithm((_, _, _) => 4), trials, new Rng(1)).Columns.Rewards;
        Assert.Equal(0.3, rewards.Average(reward => Math.Pow(reward - Mean(task, 4), 2)), 0.007);
    }

    [Fact]
    public void References_are_exact_sums_and_the_expert_earns_the_optimum()
    {
        var certain = Paper with { Variance = 0 };
        foreach (var task in Enumerable.Range(0, 5).Select(i => Paper.Split(3).Test[i]))
        {
            var means = Enumerable.Range(0, 10).Select(arm => Mean(task, arm)).ToArray();
            Assert.Equal(200 * means.Max(), Paper.References(task).Optimal, 1e-4);
            Assert.Equal(200 * means.Average(), Paper.References(task).Random, 1e-4);
            Assert.Equal(200 * means.Max(), Interaction.Run(certain, task, new Expert(), 200, new Rng(0)).EpisodeReturns()[0], 1e-3);
        }
    }

    [Fact]
    public void Weights_are_normal_with_variance_one_over_the_dimension()
    {
        var bandit = new LinearBandit { Dimension = 4 };
        var weights = Enumerable.Range(0, 4000).SelectMany(i => bandit.Split(1).Train[i].Parameters).ToArray();
        Assert.Equal(0, weights.Average(), 0.02);
        Assert.Equal(0.25, weights.Average(weight => weight * weight), 0.015);
        Assert.Equal(3 * 0.25 * 0.25, weights.Average(weight => Math.Pow(weight, 4)), 0.03);
    }

    static double Mean(TaskInstance task, int arm) => task.Parameters[0] * Features[2 * arm] + task.Parameters[1] * Features[2 * arm + 1];
}
