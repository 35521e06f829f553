using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace AlgoDistill.Reports;

/// <summary>One line of a panel: (x, estimate) points and a look.</summary>
sealed record PanelLine(SeriesStyle Style, IReadOnlyList<(double X, Interval Y)> Points);

/// <summary>A level that lines can be compared with.</summary>
sealed record ReferenceLine(SeriesStyle Style, double Value, bool Labelled = true);

/// <summary>Lines over a common x axis with bands, reference lines, and a label at the end of each instead of a legend.</summary>
sealed record LinePanel
{
    const double BandOpacity = 0.16;
    const float Stroke = 2.2f, Titled = 36.5f, Untitled = 10.5f, Bottom = 48.5f, TickHeight = 18, TickWidth = 32;

    public required string Title { get; init; }
    public required IReadOnlyList<PanelLine> Lines { get; init; }
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];
    public required string XTitle { get; init; }
    public required string YTitle { get; init; }
    public bool LogX { get; init; }
    public bool LogY { get; init; }
    public required (double Low, double High) Y { get; init; }

    /// <summary>Pixels of the data area.</summary>
    public required (int Width, int Height) Size { get; init; }

    IEnumerable<ReferenceLine> Levels => References.Where(reference => double.IsFinite(reference.Value));

    (double Low, double High) X => (Lines.Min(line => line.Points.Min(point => point.X)), Lines.Max(line => line.Points.Max(point => point.X)));

    /// <summary>The range of y that holds every finite estimate with its interval and <paramref name="levels"/>, with some air.</summary>
    public static (double Low, double High) Range(IEnumerable<PanelLine> lines, IEnumerable<double> levels, bool log)
    {
        double[] values = [.. lines.SelectMany(line => line.Points).SelectMany(point => new[] { point.Y.Low, point.Y.High }).Concat(levels)
            .Where(double.IsFinite)];
        if (values.Length == 0) return (0, 1);
        var (low, high) = (values.Min(), values.Max());
        if (log) return (low / 1.15, high * 1.15);
        var air = high > low ? 0.05 * (high - low) : 0.05 * Math.Max(Math.Abs(high), 1);
        return (low >= 0 && low < 0.25 * high ? 0 : low - air, high + air);
    }

    /// <summary>The panel as a plot.</summary>
    public Panel Draw()
    {
        var yTicks = LogY ? RoundTicks.Logarithmic(Y.Low, Y.High, (int)(Size.Height / TickHeight)) : RoundTicks.Linear(Y.Low, Y.High);
        var x = X.High > X.Low ? X : (Low: X.Low - 0.5, High: X.High + 0.5);
        EndLabels labels = new([.. Lines.Select(line => (line.Style, OnY(line.Points[^1].Y.Mean)))
            .Concat(Levels.Where(level => level.Labelled).Select(level => (level.Style, OnY(level.Value))))]) { Edge = Edge.Right };
        PixelPadding padding = new(Look.LeftOf(yTicks.Select(tick => tick.Label), titleLines: 1), labels.Width + 0.5f, Bottom,
            Title.Length > 0 ? Titled : Untitled);
        var plot = Look.Plot(Title, Size.Width, padding);
        plot.Axes.AddPanel(labels);
        plot.Grid.XAxisStyle.IsVisible = false;
        (plot.Axes.Bottom.Label.Text, plot.Axes.Left.Label.Text) = (LogX ? $"{XTitle} (log scale)" : XTitle, YTitle);
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            LogX ? RoundTicks.Logarithmic(x.Low, x.High, (int)(Size.Width / TickWidth)) : RoundTicks.Linear(x.Low, x.High, whole: true));
        plot.Axes.Left.TickGenerator = new NumericManual(yTicks);
        SetLimits(plot, OnX(x.Low), OnX(x.High));
        foreach (var level in Levels) plot.Add.HorizontalLine(OnY(level.Value), 1, level.Style.Ink, level.Style.Pattern);
        foreach (var line in Lines.Where(line => line.Points.Any(point => point.Y.High > point.Y.Low))) AddBand(plot, line);
        foreach (var line in Lines) AddLine(plot, line);
        return new Panel(plot, Size.Width + (int)padding.Horizontal, Size.Height + (int)padding.Vertical,
            [.. Lines.SelectMany(line => Hovers(plot, line))]);
    }

    // Lines that lie on the edge of the data area are seen in their whole width
    void SetLimits(Plot plot, double left, double right)
    {
        var (x, y) = (Stroke / 2 * (right - left) / Size.Width, Stroke / 2 * (OnY(Y.High) - OnY(Y.Low)) / Size.Height);
        plot.Axes.SetLimits(left - x, right + x, OnY(Y.Low) - y, OnY(Y.High) + y);
    }

    void AddBand(Plot plot, PanelLine line)
    {
        var band = plot.Add.FillY([.. line.Points.Select(point => (OnX(point.X), OnY(point.Y.High), OnY(point.Y.Low)))]);
        (band.FillColor, band.LineWidth, band.MarkerSize) = (line.Style.Ink.WithAlpha(BandOpacity), 0, 0);
    }

    void AddLine(Plot plot, PanelLine line)
    {
        var drawn = plot.Add.ScatterLine(line.Points.Select(point => new Coordinates(OnX(point.X), OnY(point.Y.Mean))).ToArray(), line.Style.Ink);
        (drawn.LineWidth, drawn.LinePattern) = (Stroke, line.Style.Pattern);
        if (line.Style.Dash.Length == 0) drawn.LineStyle.Rounded = true;
        if (line.Points.Count == 1) drawn.MarkerSize = 3 * Stroke;
    }

    IEnumerable<Hover> Hovers(Plot plot, PanelLine line) => line.Points.Select(point => new Hover(plot,
        new CoordinateRect(OnX(point.X), OnX(point.X), OnY(point.Y.Mean), OnY(point.Y.Mean)),
        string.Create(CultureInfo.InvariantCulture, $"{line.Style.Label}\n{XTitle} {point.X}: {point.Y.ToString("G4")}")));

    // Plots are linear: a logarithmic axis shows logarithms
    double OnX(double value) => LogX ? Math.Log10(value) : value;

    double OnY(double value) => LogY ? Math.Log10(value) : value;
}
