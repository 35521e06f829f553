using System.Globalization;
using MathNet.Numerics.Statistics;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace AlgoDistill.Reports;

/// <summary>Performance of one algorithm task by task.</summary>
/// <param name="Label">What the reader shall call it.</param>
/// <param name="Role">What it is in the comparison.</param>
/// <param name="Values">One a task.</param>
public sealed record TaskReturns(string Label, AlgorithmRole Role, IReadOnlyList<double> Values)
{
    /// <summary>The value that a share <paramref name="p"/> of the tasks stays below, interpolated linearly.</summary>
    public double Quantile(double p) => Values.QuantileCustom(p, QuantileDefinition.R7);
}

/// <summary>The algorithms of one evaluation set, task by task, and the levels to compare them with.</summary>
/// <param name="Title">Name of the set.</param>
/// <param name="Algorithms">In the order in which they are to be listed.</param>
/// <param name="Optimal">Mean optimal performance on the same tasks.</param>
/// <param name="Random">Mean uniform-random performance on the same tasks.</param>
public sealed record DistributionPanel(string Title, IReadOnlyList<TaskReturns> Algorithms, double Optimal, double Random);

/// <summary>Every task as a dot, with the quartiles: a mean hides that some tasks were learned and others not at all.</summary>
public static class ReturnDistributionFigure
{
    const int RowHeight = 54;

    // Enough dots to show the shape; the quartiles are of all tasks.
    const int MostDots = 150;

    // Where dots and quartiles lie in a row, from −1 at its bottom to 1.
    const double DotsFrom = -0.2, DotsTo = 0.85, QuartilesAt = -0.6;

    // Fractional part of the golden ratio: its multiples spread dots evenly, in the same places every time.
    const double Golden = 0.6180339887498949;

    const float Top = 34.5f, Right = 16.5f, Bottom = 48.5f;

    /// <summary>Draws the panels with common axes.</summary>
    /// <param name="name">Name of the figure's files.</param>
    /// <param name="title">What the figure shows.</param>
    /// <param name="caption">What the marks mean.</param>
    /// <param name="panels">At least one.</param>
    /// <param name="xTitle">Title of the x axis.</param>
    public static Figure Create(string name, string title, string caption, IReadOnlyList<DistributionPanel> panels, string xTitle)
    {
        double[] all = [.. panels.SelectMany(panel => panel.Algorithms.SelectMany(one => one.Values).Concat([panel.Optimal, panel.Random]))
            .Where(double.IsFinite)];
        var air = 0.03 * Math.Max(all.Max() - all.Min(), 1e-6);
        var marks = panels.Select(Marks).ToArray();
        return new Figure(name, title, caption, () => Drawing.InPairs(Panels(panels, marks, (all.Min() - air, all.Max() + air), xTitle)),
            Data(name, title, panels, marks, xTitle));
    }

    /// <summary>Quartiles, extremes and interquartile means of the panels as a table.</summary>
    public static DataTable Quartiles(string name, string title, IReadOnlyList<DistributionPanel> panels)
    {
        string[] numbers = ["Least", "Lower quartile", "Median", "Upper quartile", "Most", "Interquartile mean"];
        return new DataTable(name, title,
            [
                new Column("Set"), new Column("Algorithm"), new Column("Tasks", ColumnKind.Number, "0"),
                .. numbers.Select(text => new Column(text, ColumnKind.Number)),
            ],
            [.. panels.SelectMany(panel => panel.Algorithms.Select(one => new Cell[]
            {
                panel.Title, one.Label, one.Values.Count, one.Quantile(0), one.Quantile(0.25), one.Quantile(0.5), one.Quantile(0.75), one.Quantile(1),
                Summary.InterquartileMean([.. one.Values]),
            }))]) { Grouped = true };
    }

    // Of each algorithm: its quartiles and the tasks that have a dot
    static (string Name, double Value)[][] Marks(DistributionPanel panel) =>
        [.. panel.Algorithms.Select(one => LearningCurve.Thin(one.Values.Count, MostDots)
            .Select(task => (string.Create(CultureInfo.InvariantCulture, $"task {task + 1}"), one.Values[task]))
            .Prepend(("upper quartile", one.Quantile(0.75))).Prepend(("median", one.Quantile(0.5))).Prepend(("lower quartile", one.Quantile(0.25))).ToArray())];

    static IEnumerable<Panel> Panels(
        IReadOnlyList<DistributionPanel> panels, (string Name, double Value)[][][] marks, (double Low, double High) x, string xTitle)
    {
        var styles = Palette.For(panels.SelectMany(panel => panel.Algorithms).Select(one => (one.Label, one.Role)))
            .ToDictionary(style => style.Label);
        return panels.Zip(marks, (panel, own) => Draw(panel, own, styles, x, xTitle, panels.Count == 1 ? 600 : 330));
    }

    static Panel Draw(DistributionPanel panel, (string Name, double Value)[][] marks, Dictionary<string, SeriesStyle> styles,
        (double Low, double High) x, string xTitle, int width)
    {
        var count = panel.Algorithms.Count;
        PixelPadding padding = new(Look.LeftOf(panel.Algorithms.Select(one => one.Label), titleLines: 0), Right, Bottom, Top);
        var plot = Look.Plot(panel.Title, width, padding);
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.Axes.Bottom.Label.Text = xTitle;
        plot.Axes.Bottom.TickGenerator = new NumericManual(RoundTicks.Linear(x.Low, x.High));
        plot.Axes.Left.TickGenerator = new NumericManual([.. panel.Algorithms.Select((one, i) => Tick.Major(count - 1 - i, one.Label))]);
        plot.Axes.SetLimits(x.Low, x.High, -0.5, count - 0.5);
        foreach (var (style, level) in Levels(panel)) plot.Add.VerticalLine(level, 1, style.Ink, style.Pattern);
        var size = marks.Max(one => one.Length) > 40 ? 4.5f : 6.8f;
        return new Panel(plot, width + (int)padding.Horizontal, RowHeight * count + (int)padding.Vertical,
            [.. panel.Algorithms.SelectMany((one, i) => AddRow(plot, count - 1 - i, styles[one.Label], marks[i], size))]);
    }

    static IEnumerable<(SeriesStyle Style, double Value)> Levels(DistributionPanel panel) =>
        new[] { (Palette.Optimal, panel.Optimal), (Palette.Random, panel.Random) }.Where(level => double.IsFinite(level.Item2));

    static IEnumerable<Hover> AddRow(Plot plot, int row, SeriesStyle style, (string Name, double Value)[] marks, float size)
    {
        var at = marks.Select((mark, i) =>
            new Coordinates(mark.Value, row + 0.5 * (i < 3 ? QuartilesAt : DotsFrom + (DotsTo - DotsFrom) * ((i - 3) * Golden % 1)))).ToArray();
        plot.Add.Markers(at[3..], MarkerShape.FilledCircle, size, style.Ink.WithAlpha(0.45)).MarkerLineWidth = 0;
        var half = plot.Add.Line(at[0], at[2]);
        (half.LineWidth, half.LineColor) = (4, style.Ink);
        var median = plot.Add.Marker(at[1], MarkerShape.FilledCircle, 9, Colors.White).MarkerStyle;
        (median.OutlineWidth, median.OutlineColor) = (3, style.Ink);
        return at.Zip(marks, (place, mark) => new Hover(plot, new CoordinateRect(place.X, place.X, place.Y, place.Y),
            string.Create(CultureInfo.InvariantCulture, $"{style.Label}, {mark.Name}: {mark.Value:G4}"))).Reverse(); // the quartiles lie on top
    }

    static DataTable Data(
        string name, string title, IReadOnlyList<DistributionPanel> panels, (string Name, double Value)[][][] marks, string xTitle) => new(name, title,
        [new Column("Set"), new Column("Algorithm"), new Column("Mark"), new Column(xTitle, ColumnKind.Number)],
        [.. panels.SelectMany((panel, i) => panel.Algorithms.SelectMany((one, j) => marks[i][j].Select(mark => (one.Label, mark.Name, mark.Value)))
            .Concat(Levels(panel).Select(level => (Label: "", Name: level.Style.Label, level.Value)))
            .Select(row => new Cell[] { panel.Title, row.Label, row.Name, row.Value }))]) { Grouped = true };
}
