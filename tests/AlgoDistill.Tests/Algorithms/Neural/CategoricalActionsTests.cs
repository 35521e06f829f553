using AlgoDistill.Algorithms;
using static TorchSharp.torch;

namespace AlgoDistill.Tests;

public class CategoricalActionsTests
{
    [Fact]
    public void Recorded_and_evaluated_log_probability_agree_and_are_those_of_the_softmax()
    {
        var (actions, rng) = (new CategoricalActions(new Space.Discrete(3, 2)), new Rng(1));
        using var scope = NewDisposeScope();
        for (var round = 0; round < 20; round++)
        {
            var outputs = Enumerable.Range(0, 6).Select(_ => (float)rng.NextGaussian() * 3).ToArray();
            var (action, prepared) = (new float[2], new float[2]);
            var recorded = actions.Sample(outputs, action, rng);
            actions.Prepare(action, prepared);
            var (logProbability, entropy) = actions.Evaluate(tensor(outputs).reshape(1, 6), tensor(prepared).reshape(1, 2));
            var (expected, expectedEntropy) = (0.0, 0.0);
            for (var component = 0; component < 2; component++)
            {
                var weights = outputs.Skip(3 * component).Take(3).Select(x => Math.Exp(x)).ToArray();
                expected += Math.Log(weights[(int)action[component]] / weights.Sum());
                expectedEntropy -= weights.Sum(weight => weight / weights.Sum() * Math.Log(weight / weights.Sum()));
            }

            Assert.Equal(expected, recorded, 1e-5);
            Assert.Equal(expected, logProbability.item<float>(), 1e-5);
            Assert.Equal(expectedEntropy, entropy.item<float>(), 1e-5);
        }
    }
}
