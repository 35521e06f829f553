namespace AlgoDistill.Learning.Tests;

public sealed class SamplingTests
{
    [Fact]
    public void FrequenciesFollowTheSoftmaxAndTheLogProbabilityIsTheOneDrawnWith()
    {
        float[] logits = [0, 1, float.NegativeInfinity, 2];
        var total = logits.Sum(x => Math.Exp(x));
        var rng = new Rng(1);
        var counts = new int[4];
        for (var i = 0; i < 20_000; i++)
        {
            var (drawn, logProbability) = Sampling.Draw(logits, 1, rng);
            counts[drawn]++;
            Assert.Equal(Math.Exp(logits[drawn]) / total, Math.Exp(logProbability), 1e-5);
        }

        Assert.Equal(0, counts[2]);
        for (var i = 0; i < 4; i++) Assert.Equal(Math.Exp(logits[i]) / total, counts[i] / 20_000.0, 0.015);
    }

    [Fact]
    public void TemperatureZeroTakesTheFirstOfTheLikeliestAndLeavesChanceAlone()
    {
        var rng = new Rng(2);
        var before = rng.State;
        Assert.Equal((1, 0f), Sampling.Draw([0, 3, 3], 0, rng));
        Assert.Equal((0.5f, 0f), Sampling.DrawNormal(0.5f, 1, 0, rng));
        Assert.Equal(before, rng.State);
    }

    [Fact]
    public void NormalDrawsHaveTheirMeanDeviationAndDensity()
    {
        var rng = new Rng(3);
        var draws = Enumerable.Range(0, 20_000).Select(_ => Sampling.DrawNormal(2, MathF.Log(0.5f), 1, rng)).ToArray();
        var mean = draws.Average(draw => draw.Value);
        Assert.Equal(2, mean, 0.02);
        Assert.Equal(0.25, draws.Average(draw => Math.Pow(draw.Value - mean, 2)), 0.02);
        var (value, logProbability) = draws[0];
        Assert.Equal(Math.Exp(-Math.Pow((value - 2) / 0.5, 2) / 2) / (0.5 * Math.Sqrt(2 * Math.PI)), Math.Exp(logProbability), 1e-4);
    }
}
