using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;
using AlgoDistill.Tasks.Control;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public static partial class Claims
{
    static IEnumerable<Claim> Neural =>
    [
        new(new Reinforce(), new BernoulliBandit(), 4000, Streams: 16),
        new(new Reinforce(), new DarkRoom(), 1000, Streams: 16),
        new(new A2c { Learner = new A2c().Learner with { LearningRate = 1e-3 } }, new BernoulliBandit(), 1000, Streams: 16),
        new(new A2c { Learner = new A2c().Learner with { LearningRate = 1e-3 } }, new DarkRoom(), 2000, Streams: 16),
        new(new Ppo(), new DarkRoom(), 3000, Streams: 8),
        new(new Dqn(), new DarkRoom(), 2000, Streams: 4),
        new(new Reinforce { Learner = new() { LearningRate = 5e-3 } }, new CartPole(), 4_000, Streams: 8),
        new(new Ppo
        {
            RolloutSteps = 200,
            Epochs = 10,
            Minibatches = 8,
            Learner = new() { LearningRate = 1e-3, Discount = 0.9, EntropyWeight = 0 },
        }, new Pendulum(), 8_000, Streams: 8),
    ];
}
