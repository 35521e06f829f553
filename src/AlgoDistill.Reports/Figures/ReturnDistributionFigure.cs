using System.Text.Json.Nodes;
using MathNet.Numerics.Statistics;

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

    const string MiddleHalf = """{ "type": "rule", "strokeWidth": 4, "strokeCap": "butt" }""";
    const string Median = """{ "type": "point", "shape": "circle", "size": 70, "fill": "white", "strokeWidth": 3, "opacity": 1 }""";

    // Fractional part of the golden ratio: its multiples spread dots evenly, in the same places every time.
    const double Golden = 0.6180339887498949;

    /// <summary>Draws the panels with common axes.</summary>
    /// <param name="name">Name of the figure's files.</param>
    /// <param name="title">What the figure shows.</param>
    /// <param name="caption">What the marks mean.</param>
    /// <param name="panels">At least one.</param>
    /// <param name="xTitle">Title of the x axis.</param>
    public static Figure Create(string name, string title, string caption, IReadOnlyList<DistributionPanel> panels, string xTitle)
    {
        var styles = Palette.For(panels.SelectMany(panel => panel.Algorithms).Select(one => (one.Label, one.Role)));
        double[] all = [.. panels.SelectMany(panel => panel.Algorithms.SelectMany(one => one.Values).Concat([panel.Optimal, panel.Random]))
            .Where(double.IsFinite)];
        var air = 0.03 * Math.Max(all.Max() - all.Min(), 1e-6);
        var axis = new Axis(xTitle, all.Min() - air, all.Max() + air);
        var drawn = panels.Select(panel => Panel(panel, styles, axis, panels.Count == 1 ? 600 : 330));
        return new Figure(name, title, caption, VegaLite.Panels(title, drawn), Data(name, title, panels));
    }

    static JsonObject Panel(DistributionPanel panel, IReadOnlyList<SeriesStyle> styles, Axis axis, int width) => new()
    {
        ["title"] = panel.Title,
        ["width"] = width,
        ["height"] = RowHeight * panel.Algorithms.Count,
        ["layer"] = new JsonArray(
            Level(panel.Optimal, Palette.Optimal, [8, 4], axis),
            Level(panel.Random, Palette.Random, [1, 3], axis),
            Dots(panel, styles, axis),
            Quartiles(panel, MiddleHalf, styles, axis.Channel("lower"), "upper"),
            Quartiles(panel, Median, styles, axis.Channel("median"), null)),
    };

    static JsonObject Level(double level, string colour, double[] dash, Axis axis) => new()
    {
        ["data"] = VegaLite.Data([new JsonObject { ["level"] = VegaLite.Number(level) }]),
        ["mark"] = new JsonObject { ["type"] = "rule", ["color"] = colour, ["strokeDash"] = VegaLite.Numbers(dash) },
        ["encoding"] = new JsonObject { ["x"] = axis.Channel("level") },
    };

    static JsonObject Dots(DistributionPanel panel, IReadOnlyList<SeriesStyle> styles, Axis axis) => new()
    {
        ["data"] = VegaLite.Data(panel.Algorithms.SelectMany(one => LearningCurve.Thin(one.Values.Count, MostDots).Select((task, i) => new JsonObject
        {
            ["series"] = one.Label,
            ["value"] = VegaLite.Number(one.Values[task]),
            ["place"] = VegaLite.Number(Math.Round(DotsFrom + (DotsTo - DotsFrom) * (i * Golden % 1), 3)),
        }))),
        ["mark"] = new JsonObject { ["type"] = "circle", ["size"] = panel.Algorithms.Max(one => one.Values.Count) > 40 ? 16 : 36, ["opacity"] = 0.45 },
        ["encoding"] = new JsonObject
        {
            ["x"] = axis.Channel("value"),
            ["y"] = Algorithms(panel),
            ["yOffset"] = Place(),
            ["color"] = VegaLite.Colour("series", styles),
        },
    };

    static JsonObject Place() => VegaLite.Quantitative("place", VegaLite.Scale(-1, 1));

    static JsonObject Quartiles(DistributionPanel panel, string mark, IReadOnlyList<SeriesStyle> styles, JsonObject from, string? to)
    {
        var encoding = new JsonObject { ["x"] = from, ["y"] = Algorithms(panel), ["yOffset"] = Place(), ["color"] = VegaLite.Colour("series", styles) };
        if (to is not null) encoding["x2"] = new JsonObject { ["field"] = to };
        var rows = panel.Algorithms.Select(one => new JsonObject
        {
            ["series"] = one.Label,
            ["place"] = QuartilesAt,
            ["lower"] = VegaLite.Number(one.Quantile(0.25)),
            ["median"] = VegaLite.Number(one.Quantile(0.5)),
            ["upper"] = VegaLite.Number(one.Quantile(0.75)),
        });
        return new JsonObject { ["data"] = VegaLite.Data(rows), ["mark"] = JsonNode.Parse(mark), ["encoding"] = encoding };
    }

    static JsonObject Algorithms(DistributionPanel panel) => new()
    {
        ["field"] = "series",
        ["type"] = "nominal",
        ["sort"] = VegaLite.Texts(panel.Algorithms.Select(one => one.Label)),
        ["axis"] = new JsonObject { ["title"] = null, ["labelLimit"] = 200 },
    };

    static DataTable Data(string name, string title, IReadOnlyList<DistributionPanel> panels)
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

    /// <summary>The common x axis.</summary>
    sealed record Axis(string Title, double Low, double High)
    {
        public JsonObject Channel(string field) =>
            VegaLite.Quantitative(field, VegaLite.Scale(Low, High), new JsonObject { ["title"] = Title, ["tickCount"] = 6 });
    }
}
