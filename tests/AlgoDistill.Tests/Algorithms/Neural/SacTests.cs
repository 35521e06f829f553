using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

public class SacTests
{
    [Fact]
    public void One_decision_is_learned_and_the_temperature_brings_the_entropy_to_its_target()
    {
        // By the median of three seeds. Reward −10 (a − 0.3)², then the end: the best mean is 0.3, and the target entropy −1 is about that of a deviation of 0.09.
        var sac = new Sac { LearningStarts = 64, BatchSize = 32, LearningRate = 3e-3, Network = new NetworkOptions { Width = 16 } };
        var learned = Enumerable.Range(1, 3).Select(seed => Learn((ulong)seed)).ToArray();
        Assert.InRange(learned.Select(mean => mean.Action).Order().ElementAt(1), 0.2, 0.4);
        Assert.InRange(learned.Select(mean => mean.Entropy).Order().ElementAt(1), -1.3, -0.7);

        (double Action, double Entropy) Learn(ulong seed)
        {
            using var agent = sac.CreateAgent(new Space.Box(1, -1, 1), new Space.Box(1, -1, 1), 1, new Rng(seed));
            var (actions, entropies) = (new List<double>(), new List<double>());
            for (var step = 0; step < 2000; step++)
            {
                var (action, logProbability) = Agents.Choose(agent, [0]);
                Agents.Feed(agent, [0], action, -10 * (action[0] - 0.3f) * (action[0] - 0.3f), EpisodeEnd.Terminated);
                actions.Add(action[0]);
                entropies.Add(-logProbability);
            }

            return (actions.TakeLast(700).Average(), entropies.TakeLast(700).Average());
        }
    }

    [Fact]
    public void The_target_entropy_is_minus_one_a_number_whatever_the_box()
    {
        Assert.Equal(-3, new SquashedGaussianActions(new Space.Box(3, -1, 1)).TargetEntropy);
        Assert.Equal(-3 + 3 * Math.Log(5), new SquashedGaussianActions(new Space.Box(3, 0, 10)).TargetEntropy, 1e-12); // five times as wide
    }
}
