namespace AlgoDistill.Reports;

/// <summary>The curves of one evaluation set and the levels to compare them with.</summary>
/// <param name="Title">Name of the set.</param>
/// <param name="Curves">One an algorithm.</param>
/// <param name="Optimal">Mean optimal performance on the same tasks.</param>
/// <param name="Random">Mean uniform-random performance on the same tasks.</param>
public sealed record CurvePanel(string Title, IReadOnlyList<LearningCurve> Curves, double Optimal, double Random);

/// <summary>Performance while learning, one panel an evaluation set, one line an algorithm.</summary>
public static class LearningCurveFigure
{
    // A source algorithm may learn for many more episodes than a context holds; beyond this ratio a linear axis would hide the start.
    const int LogarithmicRatio = 4;

    /// <summary>Draws the panels with common axes.</summary>
    /// <param name="name">Name of the figure's files.</param>
    /// <param name="title">What the figure shows.</param>
    /// <param name="caption">What the marks mean.</param>
    /// <param name="panels">At least one.</param>
    /// <param name="xTitle">Title of the x axis.</param>
    /// <param name="yTitle">Title of the y axis.</param>
    public static Figure Create(string name, string title, string caption, IReadOnlyList<CurvePanel> panels, string xTitle, string yTitle) =>
        new(name, title, caption, () => Drawing.InPairs(Panels(panels, xTitle, yTitle)), Data(name, title, panels, xTitle));

    static IEnumerable<Panel> Panels(IReadOnlyList<CurvePanel> panels, string xTitle, string yTitle)
    {
        var styles = Palette.For(panels.SelectMany(panel => panel.Curves).Select(curve => (curve.Label, curve.Role)))
            .ToDictionary(style => style.Label);
        var lines = panels.Select(panel => panel.Curves.Select(curve => Line(curve, styles[curve.Label])).ToArray()).ToArray();
        var range = LinePanel.Range(lines.SelectMany(line => line), panels.SelectMany(panel => new[] { panel.Optimal, panel.Random }), log: false);
        var lengths = panels.SelectMany(panel => panel.Curves).Select(curve => curve.Points[^1].At).ToArray();
        return panels.Zip(lines, (panel, own) => new LinePanel
        {
            Title = panel.Title,
            Lines = own,
            References = References(panel),
            XTitle = xTitle,
            YTitle = yTitle,
            LogX = lengths.Max() >= LogarithmicRatio * lengths.Min(),
            Y = range,
            Size = panels.Count == 1 ? (600, 340) : (340, 280),
        }.Draw());
    }

    static PanelLine Line(LearningCurve curve, SeriesStyle style) => new(style, [.. curve.Points.Select(point => ((double)point.At, point.Value))]);

    static ReferenceLine[] References(CurvePanel panel) =>
    [
        new(Palette.Optimal, panel.Optimal),
        // A run of the random baseline lies on this line and has a label already.
        new(Palette.Random, panel.Random, panel.Curves.All(curve => curve.Role != AlgorithmRole.Random)),
    ];

    static DataTable Data(string name, string title, IReadOnlyList<CurvePanel> panels, string xTitle)
    {
        var curves = panels.SelectMany(panel => panel.Curves.Select(curve => (
            Title: Title(panel, curve.Label), Values: curve.Points.ToDictionary(point => point.At, point => point.Value)))).ToArray();
        var levels = panels.SelectMany(panel => References(panel).Where(level => double.IsFinite(level.Value))
            .Select(level => (Title: Title(panel, level.Style.Label), level.Value))).ToArray();
        return new DataTable(name, title,
            [
                new Column(xTitle, ColumnKind.Number, "0"), .. curves.Select(curve => new Column(curve.Title, ColumnKind.Interval)),
                .. levels.Select(level => new Column(level.Title, ColumnKind.Number)),
            ],
            [.. curves.SelectMany(curve => curve.Values.Keys).Distinct().Order().Select(Row)]);

        string Title(CurvePanel panel, string label) => panels.Count == 1 ? label : $"{panel.Title}: {label}";

        IReadOnlyList<Cell> Row(int at) =>
            [at, .. curves.Select(curve => (Cell)(curve.Values.TryGetValue(at, out var value) ? value : (Interval?)null)),
                .. levels.Select(level => (Cell)(double?)level.Value)];
    }
}
