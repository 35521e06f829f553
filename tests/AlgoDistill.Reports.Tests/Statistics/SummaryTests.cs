namespace AlgoDistill.Reports.Tests;

public sealed class SummaryTests
{
    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 5.5)]
    [InlineData(new double[] { 1000, 2, -1000, 4 }, 3)]
    [InlineData(new double[] { 1, 2, 6 }, 3)] // a quarter of three, rounded down, is none
    public void TheInterquartileMeanIsThatOfTheMiddleHalf(double[] values, double expected) =>
        Assert.Equal(expected, Summary.InterquartileMean(values), 12);

    [Fact]
    public void TheNormalisedScoreIsZeroAtRandomAndOneAtTheOptimum()
    {
        Assert.Equal(0, Summary.NormalisedScore(0.247, 16.543, 0.247));
        Assert.Equal(1, Summary.NormalisedScore(16.543, 16.543, 0.247));
        Assert.Equal(0.5, Summary.NormalisedScore(3, 5, 1));
        Assert.Equal(double.NaN, Summary.NormalisedScore(1, 2, 2));
    }

    [Fact]
    public void AMovingAverageLeavesAStraightLineAloneButForItsEnds()
    {
        double[] line = [.. Enumerable.Range(0, 10).Select(i => 2.0 * i + 1)];
        var smooth = Summary.MovingAverage(line, 5);
        Assert.Equal(line[2..^2], smooth[2..^2]);
        Assert.Equal(3, smooth[0], 12);
        Assert.Equal(line, Summary.MovingAverage(line, 1));
    }

    [Fact]
    public void AMovingAverageIsCentred() =>
        Assert.Contains("window is 4", Assert.Throws<ArgumentOutOfRangeException>(() => Summary.MovingAverage([1, 2], 4)).Message, StringComparison.Ordinal);
}
