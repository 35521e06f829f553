using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

public static partial class Claims
{
    // Short episodes, so that the first tenth of them is early learning: the families' own horizons are long.
    static readonly GaussianBandit ShortGaussian = new() { Horizon = 20 };

    static IEnumerable<Claim> Bandit =>
    [
        new(new Ucb1(), new BernoulliBandit(), 10_000),
        new(new Ucb1(), ShortGaussian, 2000, 100),
        new(new ThompsonSampling(), new BernoulliBandit(), 5000),
        new(new ThompsonSampling(), ShortGaussian, 2000, 100),
        new(new ThompsonSampling { Rewards = RewardModel.Gaussian }, ShortGaussian, 2000, 100),
        new(new EpsilonGreedy(), new BernoulliBandit(), 10_000),
        new(new EpsilonGreedy(), ShortGaussian, 2000, 100),
        new(new Exp3(), new BernoulliBandit(), 10_000),
        new(new Exp3(), ShortGaussian, 5000, 100),
        new(new GradientBandit(), new BernoulliBandit(), 10_000),
        new(new GradientBandit(), ShortGaussian, 2000, 100),
        new(new LinUcb(), new LinearBandit { Horizon = 10 }, 1000, 100),
        new(new LinUcb(), new ContextualBandit { Horizon = 30 }, 3000, 100),
    ];
}
