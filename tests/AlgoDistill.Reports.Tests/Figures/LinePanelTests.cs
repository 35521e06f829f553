using ScottPlot;
using ScottPlot.Plottables;

namespace AlgoDistill.Reports.Tests;

public sealed class LinePanelTests
{
    static readonly PanelLine Line = new(new SeriesStyle("x", "#000000", []), [(1, new Interval(5, 1, 9)), (100, new Interval(50, 40, 60))]);

    [Fact]
    public void ARangeNearZeroStartsAtZero()
    {
        PanelLine line = new(Line.Style, [(1, new Interval(5, 1, 9)), (2, Interval.Exact(double.NaN))]);
        Assert.Equal(0, LinePanel.Range([line], [10], log: false).Low);
        Assert.Equal(8.95, LinePanel.Range([line with { Points = [(1, Interval.Exact(9))] }], [10], log: false).Low, 12);
    }

    [Fact]
    public void ALogarithmicAxisHasTheLogarithmsOfTheValues()
    {
        var panel = Draw([Line], logX: true, logY: true);
        Assert.Equal([new Coordinates(0, Math.Log10(5)), new Coordinates(2, Math.Log10(50))], panel.Plot.GetPlottables<Scatter>().Single().Data.GetScatterPoints());
        Assert.Equal(["1", "2", "5", "10", "20", "50", "100"], Ticks(panel));
        Assert.Equal("Trial (log scale)", panel.Plot.Axes.Bottom.Label.Text);
        Assert.Equal("x\nTrial 100: 50 [40, 60]", panel.Hovers[^1].Text);
    }

    [Fact]
    public void ALineOfOnePointIsSeenAsADot()
    {
        var panel = Draw([Line with { Points = [(3, Interval.Exact(2))] }]);
        Assert.True(panel.Plot.GetPlottables<Scatter>().Single().MarkerSize > 0);
        Assert.True(panel.Plot.Axes.GetLimits().HorizontalSpan > 0);
    }

    [Fact]
    public void TheDataAreaHasTheSizeAskedFor()
    {
        var panel = Draw([Line]);
        panel.Plot.RenderInMemory(panel.Width, panel.Height);
        Assert.Equal((300, 200), (panel.Plot.LastRender.DataRect.Width, panel.Plot.LastRender.DataRect.Height));
    }

    static Panel Draw(PanelLine[] lines, bool logX = false, bool logY = false) => new LinePanel
    {
        Title = "T", Lines = lines, XTitle = "Trial", YTitle = "Reward", LogX = logX, LogY = logY, Y = LinePanel.Range(lines, [], logY), Size = (300, 200),
    }.Draw();

    static string[] Ticks(Panel panel)
    {
        panel.Plot.RenderInMemory(panel.Width, panel.Height);
        return [.. panel.Plot.Axes.Bottom.TickGenerator.Ticks.Select(tick => tick.Label)];
    }
}
