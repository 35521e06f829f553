namespace AlgoDistill.Reports.Tests;

public sealed class IntervalTests
{
    [Theory]
    [InlineData(0, 1, 1, 2, true)]
    [InlineData(0, 1, 1.1, 2, false)]
    [InlineData(1.1, 2, 0, 1, false)]
    [InlineData(0, 3, 1, 2, true)]
    public void IntervalsOverlapWhenTheyShareAValue(double low, double high, double otherLow, double otherHigh, bool overlap) =>
        Assert.Equal(overlap, new Interval(low, low, high).Overlaps(new Interval(otherLow, otherLow, otherHigh)));

    [Fact]
    public void TheTextHasTheEstimateAndItsInterval()
    {
        Assert.Equal("0.685 [0.671, 0.699]", new Interval(0.685, 0.671, 0.699).ToString());
        Assert.Equal("16.5", Interval.Exact(16.543).ToString("0.0"));
        Assert.Equal("–", Interval.Exact(double.NaN).ToString());
        Assert.Equal("0.000 [-0.100, 0.100]", new Interval(-0.0001, -0.1, 0.1).ToString());
    }
}
