using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

/// <summary>Learners reach 475 of 500 on CartPole with Gymnasium's constants, in a bounded number of steps.</summary>
public class CartPoleLearningTests
{
    [Fact]
    public void Reinforce_reaches_475_in_200_000_steps() => // mean of the last 100 episodes, which the learner itself played
        Assert.InRange(Learn(new Reinforce
        {
            Learner = new Reinforce().Learner with { LearningRate = 1e-2, AnnealingSteps = 25_000 },
        }, streams: 8, steps: 25_000, episodes: 100), 475, 500);

    [Fact]
    public void A2c_reaches_475_in_320_000_steps() => // mean of the last 100 episodes
        Assert.InRange(Learn(new A2c
        {
            Learner = new ActorCriticOptions { LearningRate = 7e-4, EntropyWeight = 0 },
        }, streams: 16, steps: 20_000, episodes: 100), 475, 500);

    [Fact]
    public void Ppo_reaches_475_in_80_000_steps() => // mean of the last 100 episodes
        Assert.InRange(Learn(new Ppo
        {
            RolloutSteps = 32,
            Minibatches = 1,
            Epochs = 20,
            Learner = new ActorCriticOptions { Discount = 0.98, Lambda = 0.8, EntropyWeight = 0, LearningRate = 1e-3, AnnealingSteps = 10_000 },
        }, streams: 8, steps: 10_000, episodes: 100), 475, 500);

    [Fact]
    public void Dqn_reaches_475_in_24_000_steps() => // mean of the last 20 episodes
        Assert.InRange(Learn(new Dqn
        {
            ReturnSteps = 10,
            EpsilonSteps = 1000,
            TargetInterval = 100,
            GradientSteps = 2,
            NormaliseObservations = true,
            AnnealingSteps = 6000,
        }, streams: 4, steps: 6000, episodes: 20), 475, 500);

    /// <summary>Mean return of the last episodes that ended, of all actors.</summary>
    static double Learn(IAlgorithm algorithm, int streams, int steps, int episodes)
    {
        var histories = Interaction.Run(new CartPole(), [.. Enumerable.Repeat(CartPole.Classic, streams)], algorithm, steps, new Rng(1));
        var ended = from history in histories
                    from episode in Enumerable.Range(0, history.Episodes - 1) // the last one is unfinished, or left out
                    let range = history.Episode(episode)
                    select (End: range.Start + range.Length, Return: range.Length); // 1 a step
        return ended.OrderBy(episode => episode.End).TakeLast(episodes).Average(episode => episode.Return);
    }
}
