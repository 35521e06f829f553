using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

/// <summary>
/// Learners balance the pole of CartPole, with Gymnasium's constants, nine times as long as chance does. One learner's luck depends on how a
/// processor sums a matrix product; so three learn, and the one in the middle counts, by the best tenth of its steps.
/// </summary>
public class CartPoleLearningTests
{
    const double Random = 22, Wanted = 200; // mean returns; 500 is the best

    [Fact]
    public void Reinforce_learns_in_80_000_steps() => Assert.InRange(Median(new Reinforce
    {
        Learner = new Reinforce().Learner with { LearningRate = 1e-2, AnnealingSteps = 10_000 },
    }, streams: 8, steps: 10_000), Wanted, 500);

    [Fact]
    public void A2c_learns_in_80_000_steps() => Assert.InRange(Median(new A2c
    {
        Learner = new ActorCriticOptions { LearningRate = 1e-3, EntropyWeight = 0, AnnealingSteps = 5000 },
    }, streams: 16, steps: 5000), Wanted, 500);

    [Fact]
    public void Ppo_learns_in_40_000_steps() => Assert.InRange(Median(new Ppo
    {
        RolloutSteps = 32,
        Minibatches = 1,
        Epochs = 10,
        Learner = new ActorCriticOptions { Discount = 0.98, Lambda = 0.8, EntropyWeight = 0, LearningRate = 2e-3, AnnealingSteps = 5000 },
    }, streams: 8, steps: 5000), Wanted, 500);

    [Fact]
    public void Dqn_learns_in_24_000_steps() => Assert.InRange(Median(new Dqn
    {
        ReturnSteps = 10,
        EpsilonSteps = 600,
        TargetInterval = 100,
        GradientSteps = 2,
        NormaliseObservations = true,
        LearningRate = 2e-3,
        AnnealingSteps = 3000,
        Network = new NetworkOptions { Activation = Activation.Relu },
    }, streams: 8, steps: 3000), Wanted, 500);

    [Fact]
    public void Chance_is_far_from_it() => Assert.InRange(Median(new UniformRandom(), streams: 8, steps: 2000), 0, 2 * Random);

    static double Median(IAlgorithm algorithm, int streams, int steps) =>
        Enumerable.Range(1, 3).Select(seed => Learn(algorithm, streams, steps, (ulong)seed)).Order().ElementAt(1);

    /// <summary>Mean return of the episodes that ended in the best tenth of the steps, of all actors.</summary>
    static double Learn(IAlgorithm algorithm, int streams, int steps, ulong seed)
    {
        var histories = Interaction.Run(new CartPole(), [.. Enumerable.Repeat(CartPole.Classic, streams)], algorithm, steps, new Rng(seed));
        var ended = from history in histories
                    from episode in Enumerable.Range(0, history.Episodes - 1) // the last one is unfinished, or left out
                    let range = history.Episode(episode)
                    select (End: range.Start + range.Length, Return: range.Length); // 1 a step
        return ended.GroupBy(episode => episode.End * 10 / (steps + 1)).Max(tenth => tenth.Average(episode => episode.Return));
    }
}
