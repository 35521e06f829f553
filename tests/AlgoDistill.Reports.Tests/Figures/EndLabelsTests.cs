namespace AlgoDistill.Reports.Tests;

public sealed class EndLabelsTests
{
    [Fact]
    public void LabelsThatAreFarApartStayWhereTheyAre() => Assert.Equal([0.0, 20, 50], EndLabels.Spread([0, 20, 50], 15, 100));

    [Fact]
    public void LabelsThatTouchMoveApartAroundTheirMiddle() => Assert.Equal([35.0, 50, 65], EndLabels.Spread([50, 50, 50], 15, 100));

    [Fact]
    public void LabelsKeepOrderAndDistanceAndStayAboveTheEnd()
    {
        var rng = new Rng(1);
        for (var round = 0; round < 100; round++)
        {
            double[] places = [.. Enumerable.Range(0, 1 + rng.NextInt(8)).Select(_ => 100 * rng.NextDouble()).Order()];
            var spread = EndLabels.Spread(places, 15, 100);
            Assert.All(spread.Zip(spread.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 15 - 1e-9));
            Assert.True(spread[^1] <= 100 + 1e-9);
        }
    }
}
