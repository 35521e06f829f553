namespace AlgoDistill.Reports.Tests;

public sealed class LinePanelTests
{
    [Fact]
    public void LabelsThatAreFarApartStayWhereTheyAre() => Assert.Equal([0.0, 20, 50], LinePanel.Spread([0, 20, 50], 15, 100));

    [Fact]
    public void LabelsThatTouchMoveApartAroundTheirMiddle() => Assert.Equal([35.0, 50, 65], LinePanel.Spread([50, 50, 50], 15, 100));

    [Fact]
    public void LabelsKeepOrderAndDistanceAndStayAboveTheEnd()
    {
        var rng = new Rng(1);
        for (var round = 0; round < 100; round++)
        {
            double[] places = [.. Enumerable.Range(0, 1 + rng.NextInt(8)).Select(_ => 100 * rng.NextDouble()).Order()];
            var spread = LinePanel.Spread(places, 15, 100);
            Assert.All(spread.Zip(spread.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 15 - 1e-9));
            Assert.True(spread[^1] <= 100 + 1e-9);
        }
    }

    [Fact]
    public void ARangeNearZeroStartsAtZero()
    {
        PanelLine line = new(new SeriesStyle("x", "#000", [1, 0]), [(1, new Interval(5, 1, 9)), (2, Interval.Exact(double.NaN))]);
        Assert.Equal(0, LinePanel.Range([line], [10], log: false).Low);
        Assert.Equal(8.95, LinePanel.Range([line with { Points = [(1, Interval.Exact(9))] }], [10], log: false).Low, 12);
    }
}
