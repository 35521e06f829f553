namespace AlgoDistill.Reports.Tests;

public sealed class LearningCurveTests
{
    [Fact]
    public void ACurveIsTheMeanOverStreamsOfTheirMovingAverages()
    {
        var curve = LearningCurve.Of("x", AlgorithmRole.Source, [[0, 3, 6], [2, 5, 8]], window: 3, new Bootstrap(), new Rng(1));
        Assert.Equal([1, 2, 3], curve.Points.Select(point => point.At));
        Assert.Equal([2.5, 4, 5.5], curve.Points.Select(point => point.Value.Mean));
        Assert.All(curve.Points, point => Assert.True(point.Value.Low <= point.Value.Mean && point.Value.Mean <= point.Value.High));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(5, 5)]
    [InlineData(6, 5)]
    [InlineData(100_000, 200)]
    public void ThinningKeepsFirstAndLastAndOrder(int count, int most)
    {
        var kept = LearningCurve.Thin(count, most);
        Assert.Equal(Math.Min(count, most), kept.Length);
        Assert.Equal((0, count - 1), (kept[0], kept[^1]));
        Assert.Equal(kept.Distinct().Order(), kept);
    }
}
