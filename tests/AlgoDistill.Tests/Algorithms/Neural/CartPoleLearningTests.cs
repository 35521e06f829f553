using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

/// <summary>Neural learners hold Gymnasium's pole for 475 of 500 steps on average, its threshold, within a bounded number of steps.</summary>
public class CartPoleLearningTests
{
    const int Streak = 40; // episodes in a row, of all actors, that must hold the pole

    [Fact]
    public void Ppo_solves_it_in_60_000_steps() => Solves(new Ppo
    {
        RolloutSteps = 32,
        Minibatches = 1,
        Epochs = 20,
        Learner = new() { LearningRate = 1e-3, AnnealingSteps = 12_500, Discount = 0.98, Lambda = 0.8, EntropyWeight = 0 },
    }, streams: 8, steps: 7_500);

    [Fact]
    public void A2c_solves_it_in_120_000_steps() =>
        Solves(new A2c { Learner = new() { LearningRate = 3e-3, AnnealingSteps = 12_500, EntropyWeight = 0 } }, streams: 16, steps: 7_500);

    [Fact]
    public void Dqn_solves_it_in_40_000_steps() => Solves(new Dqn
    {
        LearningRate = 1e-3,
        AnnealingSteps = 40_000,
        FinalEpsilon = 0.02,
        EpsilonSteps = 5_000,
        TargetInterval = 100,
        ReturnSteps = 3,
        Network = new() { Width = 128, Activation = Activation.Relu },
    }, streams: 1, steps: 40_000);

    static void Solves(IAlgorithm algorithm, int streams, int steps)
    {
        var tasks = new CartPole { Spread = 0 };
        var histories = Interaction.Run(tasks, [.. Enumerable.Repeat(CartPole.Classic, streams)], algorithm, steps, new Rng(1));
        var episodes = histories.SelectMany(history => Histories.WholeReturns(history).Select((value, episode) => (End: history.Episode(episode).Start, Return: value)))
            .OrderBy(episode => episode.End).Select(episode => episode.Return).ToArray();
        var best = Enumerable.Range(0, Math.Max(0, episodes.Length - Streak + 1)).Max(first => episodes.AsSpan(first, Streak).ToArray().Average());
        Assert.True(best >= 475, $"the best {Streak} episodes in a row held the pole for {best} steps on average");
    }
}
