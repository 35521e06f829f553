using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public class BernoulliBanditTests
{
    static readonly BernoulliBandit Paper = new();

    [Fact]
    public void Odd_arms_are_better_in_95_percent_of_the_tasks_and_even_arms_in_the_shifted_ones()
    {
        var split = Paper.Split(0);
        Assert.InRange(OddShare(split.Train), 0.94, 0.96);
        Assert.InRange(OddShare(split.Test), 0.94, 0.96);
        Assert.InRange(OddShare(split.Shifted!), 0.04, 0.06);
    }

    [Fact]
    public void Better_and_worse_arms_are_uniform_in_their_halves()
    {
        var arms = Tasks(Paper.Split(1).Train, 4000).SelectMany(task => task.Parameters).ToArray();
        foreach (var half in (double[][])[[.. arms.Where(p => p < 0.5)], [.. arms.Where(p => p >= 0.5).Select(p => p - 0.5)]])
        {
            Assert.Equal(20_000, half.Length);
            Assert.Equal(0.25, half.Average(), 0.005);
            Assert.Equal(0.25 / 12, half.Average(p => p * p) - half.Average() * half.Average(), 0.001);
        }
    }

    [Fact]
    public void The_best_arm_reaches_the_optimum()
    {
        // One episode of 200,000 trials: the standard error of the mean is at most 0.0011.
        var bandit = new BernoulliBandit { Horizon = 200_000 };
        var task = bandit.Split(0).Test[3];
        var best = task.Parameters.IndexOf(task.Parameters.Max());
        var history = Interaction.Run(bandit, task, new PolicyAlgorithm((_, _, _) => best), 200_000, new Rng(1));
        Assert.Equal(bandit.References(task).Optimal / 200_000, history.Columns.Rewards.Average(), 0.005);
        Assert.All(history.Columns.Rewards, reward => Assert.True(reward is 0 or 1));
    }

    [Fact]
    public void References_are_the_best_and_the_mean_arm()
    {
        var references = new BernoulliBandit { Arms = 4 }.References(new TaskInstance(0, [0.25, 0.5, 1, 0.25]));
        Assert.Equal((100, 50), (references.Optimal, references.Random));
    }

    [Fact]
    public void An_episode_ends_at_its_horizon_and_starts_again_with_the_same_arms()
    {
        var bandit = new BernoulliBandit { Arms = 2, Horizon = 3 };
        var history = Interaction.Run(bandit, new TaskInstance(0, [0, 1]), new PolicyAlgorithm((_, _, _) => 1), 7, new Rng(0));
        Assert.Equal([EpisodeEnd.None, 0, EpisodeEnd.Truncated, 0, 0, EpisodeEnd.Truncated, 0], history.Columns.Ends);
        Assert.All(history.Columns.Rewards, reward => Assert.Equal(1, reward));
    }

    [Fact]
    public void Parameters_that_are_not_probabilities_of_every_arm_are_refused()
    {
        var bandit = new BernoulliBandit { Arms = 2 };
        foreach (var parameters in (double[][])[[0.5], [0.5, 1.5], [0.5, double.NaN]])
            Assert.Contains("are 2 probabilities; got (0.5",
                Assert.Throws<ArgumentException>(() => bandit.Create(new TaskInstance(0, [.. parameters]), new Rng(0))).Message, StringComparison.Ordinal);
    }

    static IEnumerable<TaskInstance> Tasks(TaskSet set, int count) => Enumerable.Range(0, count).Select(i => set[i]);

    static double OddShare(TaskSet set) => Tasks(set, 4000).Average(task => task.Parameters.IndexOf(task.Parameters.Max()) % 2);
}
