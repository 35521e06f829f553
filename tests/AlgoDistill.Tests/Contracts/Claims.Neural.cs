using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;
using AlgoDistill.Tasks.Control;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public static partial class Claims
{
    // Streams are actors of one learner, on one task. What reaches which score on CartPole is in CartPoleLearningTests.
    static IEnumerable<Claim> Neural =>
    [
        new(new Reinforce { Learner = new Reinforce().Learner with { LearningRate = 1e-2 } }, new BernoulliBandit(), 3000, Streams: 8),
        new(new Reinforce(), new DarkRoom(), 1000, Streams: 16),
        new(new A2c { Learner = new A2c().Learner with { LearningRate = 1e-3 } }, new BernoulliBandit(), 1000, Streams: 8),
        new(new A2c { Learner = new A2c().Learner with { LearningRate = 1e-3 } }, new DarkRoom(), 1500, Streams: 16),
        new(new Ppo(), new DarkRoom(), 3000, Streams: 8),
        new(new Reinforce { Learner = new() { LearningRate = 5e-3 } }, new CartPole(), 4_000, Streams: 8),
        new(new Ppo(), new CartPole(), 3000, Streams: 8),
        new(new Ppo
        {
            Epochs = 10,
            Minibatches = 8,
            Learner = new Ppo().Learner with { Discount = 0.9, EntropyWeight = 0, LearningRate = 1e-3, NormaliseObservations = true },
        }, new Pendulum(), 6000, Streams: 8),
        new(new Dqn(), new DarkRoom(), 2000, Streams: 4),
        new(new Sac
        {
            Discount = 0.95,
            LearningRate = 2e-3,
            GradientSteps = 2,
            BatchSize = 64,
            LearningStarts = 400,
            Network = new NetworkOptions { Activation = Activation.Relu },
        }, new Pendulum(), 1600, Streams: 8),
    ];
}
