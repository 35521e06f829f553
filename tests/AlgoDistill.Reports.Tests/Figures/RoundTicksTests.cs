namespace AlgoDistill.Reports.Tests;

public sealed class RoundTicksTests
{
    [Theory]
    [InlineData(0, 1.05, false, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(1, 800, true, "100 200 300 400 500 600 700 800")]
    [InlineData(1, 3, true, "1 2 3")]
    [InlineData(-0.4, 0.05, false, "−0.40 −0.35 −0.30 −0.25 −0.20 −0.15 −0.10 −0.05 0.00 0.05")]
    [InlineData(-3000, 21000, false, "0 5k 10k 15k 20k")]
    [InlineData(0, 3e6, false, "0.0 0.5M 1.0M 1.5M 2.0M 2.5M 3.0M")]
    public void LinearTicksAreRoundAndHaveOneFormat(double low, double high, bool whole, string labels) =>
        Assert.Equal(labels, string.Join(' ', RoundTicks.Linear(low, high, whole).Select(tick => tick.Label)));

    [Theory]
    [InlineData(0.05, 4, 12, "0.05 0.1 0.2 0.5 1 2")]
    [InlineData(1, 400, 10, "1 2 5 10 20 50 100 200")]
    [InlineData(1, 40000, 10, "1 10 100 1000 10k")]
    public void LogarithmicTicksLieAtTheLogarithms(double low, double high, int most, string labels)
    {
        var ticks = RoundTicks.Logarithmic(low, high, most);
        Assert.Equal(labels, string.Join(' ', ticks.Select(tick => tick.Label)));
        Assert.All(ticks, tick => Assert.InRange(tick.Position, Math.Log10(low) - 1e-9, Math.Log10(high) + 1e-9));
    }

    [Fact]
    public void TicksLieInTheRangeEvenlyAndAreFew()
    {
        var rng = new Rng(3);
        for (var round = 0; round < 1000; round++)
        {
            var low = (rng.NextDouble() - 0.5) * Math.Pow(10, rng.NextInt(9) - 4);
            var high = low + rng.NextDouble() * Math.Pow(10, rng.NextInt(9) - 4);
            double[] ticks = [.. RoundTicks.Linear(low, high).Select(tick => tick.Position)];
            Assert.InRange(ticks.Length, 3, 10);
            Assert.All(ticks, tick => Assert.InRange(tick, low - 1e-6 * (high - low), high + 1e-6 * (high - low)));
            Assert.All(ticks.Skip(1).Zip(ticks), pair => Assert.Equal(ticks[1] - ticks[0], pair.First - pair.Second, 1e-6 * (high - low)));
        }
    }
}
