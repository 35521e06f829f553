namespace AlgoDistill.Reports.Tests;

public sealed class BootstrapTests
{
    [Fact]
    public void EqualValuesHaveAnIntervalWithoutSpread() =>
        Assert.Equal(Interval.Exact(0.25), new Bootstrap().Mean([0.25, 0.25, 0.25], new Rng(1)));

    [Fact]
    public void TheMeanOfTwoStreamsSpansBoth()
    {
        // Two draws of {0, 1} have the mean 0 or 1 with probability 1/4 each, more than 2.5%.
        Assert.Equal(new Interval(0.5, 0, 1), new Bootstrap().Mean([0, 1], new Rng(1)));
    }

    [Fact]
    public void TheWidthOfAnIntervalIsThatOfTheNormalApproximation()
    {
        var rng = new Rng(2);
        double[] values = [.. Enumerable.Range(0, 2000).Select(_ => 3 + 2 * rng.NextGaussian())];
        var interval = new Bootstrap { Resamples = 4000 }.Mean(values, rng);
        Assert.Equal(values.Average(), interval.Mean, 12);
        Assert.Equal(2 * 1.959964 * 2 / Math.Sqrt(2000), interval.High - interval.Low, 0.015);
    }

    [Fact]
    public void NinetyFivePercentIntervalsHoldTheMeanNearlyThatOften()
    {
        var (rng, held) = (new Rng(3), 0);
        for (var experiment = 0; experiment < 400; experiment++)
        {
            double[] values = [.. Enumerable.Range(0, 60).Select(_ => -Math.Log(1 - rng.NextDouble()))];
            var interval = new Bootstrap { Resamples = 300 }.Mean(values, rng);
            if (interval.Low <= 1 && 1 <= interval.High) held++;
        }

        Assert.InRange(held / 400.0, 0.90, 0.98);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    public void BandsAreTheIntervalsOfEachPoint(int points)
    {
        var rng = new Rng(4);
        double[][] streams = [.. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, points).Select(_ => rng.NextDouble()).ToArray())];
        var bands = new Bootstrap().Bands(streams, new Rng(5));
        for (var point = 0; point < points; point++)
            Assert.Equal(new Bootstrap().Mean([.. streams.Select(stream => stream[point])], new Rng(5)), bands[point]);
    }

    [Fact]
    public void AStatisticOfTheMeanIsTheMean()
    {
        double[] values = [1, 2, 4, 8, 16];
        var (mean, statistic) = (new Bootstrap().Mean(values, new Rng(6)), new Bootstrap().Of(values, Enumerable.Average, new Rng(6)));
        Assert.Equal(mean.Mean, statistic.Mean, 12);
        Assert.Equal(mean.Low, statistic.Low, 12);
        Assert.Equal(mean.High, statistic.High, 12);
    }

    [Fact]
    public void NoStreamAndUnequalStreamsAreErrors()
    {
        Assert.Contains("no stream", Assert.Throws<ArgumentException>(() => new Bootstrap().Mean([], new Rng(1))).Message, StringComparison.Ordinal);
        var error = Assert.Throws<ArgumentException>(() => new Bootstrap().Bands([[1, 2], [1]], new Rng(1)));
        Assert.Contains("2 and 1 points", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CoverageMustBeAProbability() =>
        Assert.Contains("Coverage is 95", Assert.Throws<ArgumentOutOfRangeException>(() => new Bootstrap { Coverage = 95 }).Message, StringComparison.Ordinal);
}
