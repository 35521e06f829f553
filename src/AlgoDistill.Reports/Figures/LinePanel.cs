using System.Text.Json.Nodes;

namespace AlgoDistill.Reports;

/// <summary>One line of a panel: (x, estimate) points and a look.</summary>
sealed record PanelLine(SeriesStyle Style, IReadOnlyList<(double X, Interval Y)> Points);

/// <summary>A level that lines can be compared with.</summary>
sealed record ReferenceLine(string Label, double Value, SeriesStyle Style, bool Labelled = true);

/// <summary>Lines over a common x axis with bands, reference lines, and a label at the end of each instead of a legend.</summary>
sealed record LinePanel
{
    // Pixels below which two labels of 12 pixels would touch.
    const double LabelSpacing = 15;

    public required string Title { get; init; }
    public required IReadOnlyList<PanelLine> Lines { get; init; }
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];
    public required string XTitle { get; init; }
    public required string YTitle { get; init; }
    /// <summary>Styles of all lines of the figure, so that its panels agree on colours.</summary>
    public required IReadOnlyList<SeriesStyle> Styles { get; init; }

    public bool LogX { get; init; }
    public bool LogY { get; init; }
    public required (double Low, double High) Y { get; init; }
    public required (int Width, int Height) Size { get; init; }

    IEnumerable<ReferenceLine> Levels => References.Where(reference => double.IsFinite(reference.Value));

    (double Low, double High) X => (Lines.Min(line => line.Points.Min(point => point.X)), Lines.Max(line => line.Points.Max(point => point.X)));

    /// <summary>The panel as a layered view.</summary>
    public JsonObject ToJson() => new()
    {
        ["title"] = Title,
        ["width"] = Size.Width,
        ["height"] = Size.Height,
        ["data"] = VegaLite.Data(Rows()),
        ["layer"] = new JsonArray([.. Levels.Select(Rule), Bands(), Strokes(), .. EndLabels(), HoverLayer()]),
    };

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

    IEnumerable<JsonObject> Rows() => Lines.SelectMany(line => line.Points.Select(point => new JsonObject
    {
        ["series"] = line.Style.Label,
        ["x"] = VegaLite.Number(point.X),
        ["mean"] = VegaLite.Number(point.Y.Mean),
        ["low"] = VegaLite.Number(point.Y.Low),
        ["high"] = VegaLite.Number(point.Y.High),
    }));

    JsonObject XChannel()
    {
        var axis = VegaLite.Axis(XTitle, X.Low, X.High, LogX);
        (axis["grid"], axis["tickMinStep"], axis["format"]) = (false, 1, "~s");
        return VegaLite.Quantitative("x", VegaLite.Scale(X.Low, X.High, LogX), axis);
    }

    JsonObject YChannel(string field) => VegaLite.Quantitative(field, VegaLite.Scale(Y.Low, Y.High, LogY), VegaLite.Axis(YTitle, Y.Low, Y.High, LogY));

    JsonObject Bands() => new()
    {
        ["mark"] = new JsonObject { ["type"] = "area", ["opacity"] = 0.16 },
        ["encoding"] = new JsonObject
        {
            ["x"] = XChannel(),
            ["y"] = YChannel("low"),
            ["y2"] = new JsonObject { ["field"] = "high" },
            ["color"] = VegaLite.Colour("series", Styles),
        },
    };

    JsonObject Strokes() => new()
    {
        ["mark"] = new JsonObject { ["type"] = "line" },
        ["encoding"] = new JsonObject
        {
            ["x"] = XChannel(),
            ["y"] = YChannel("mean"),
            ["color"] = VegaLite.Colour("series", Styles),
            ["strokeDash"] = VegaLite.Dash("series", Styles),
        },
    };

    JsonObject HoverLayer() => VegaLite.Hover(XChannel(), YChannel("mean"), ("series", "series"), ("x", XTitle), ("mean", "mean"), ("low", "low"), ("high", "high"));

    JsonObject Rule(ReferenceLine reference) => new()
    {
        ["data"] = VegaLite.Data([new JsonObject { ["level"] = VegaLite.Number(reference.Value) }]),
        ["mark"] = new JsonObject
        {
            ["type"] = "rule",
            ["color"] = reference.Style.Colour,
            ["strokeDash"] = VegaLite.Numbers(reference.Style.Dash.Select(length => (double)length)),
        },
        ["encoding"] = new JsonObject { ["y"] = YChannel("level") },
    };

    IEnumerable<JsonNode> EndLabels()
    {
        var labels = Lines.Where(line => double.IsFinite(line.Points[^1].Y.Mean)).Select(line => (line.Style, Pixel(line.Points[^1].Y.Mean)))
            .Concat(Levels.Where(level => level.Labelled).Select(level => (level.Style, Pixel(level.Value))))
            .OrderBy(label => label.Item2).ToArray();
        var places = Spread([.. labels.Select(label => label.Item2)], LabelSpacing, Size.Height);
        return labels.Zip(places, (label, place) => Label(label.Style, place));
    }

    JsonObject Label(SeriesStyle style, double place) => new()
    {
        ["data"] = VegaLite.Data([[]]),
        ["mark"] = new JsonObject
        {
            ["type"] = "text",
            ["text"] = style.Label,
            ["x"] = Size.Width + 8,
            ["y"] = VegaLite.Number(Math.Round(place, 1)),
            ["align"] = "left",
            ["baseline"] = "middle",
            ["fontSize"] = 12,
            ["fontWeight"] = 600,
            ["color"] = style.Colour,
        },
    };

    double Pixel(double y)
    {
        var share = LogY ? Math.Log(y / Y.Low) / Math.Log(Y.High / Y.Low) : (y - Y.Low) / (Y.High - Y.Low);
        return Size.Height * (1 - share);
    }

    /// <summary>Moves places apart until neighbours are <paramref name="spacing"/> apart, with the least sum of squared moves: isotonic regression.</summary>
    /// <param name="places">Ascending.</param>
    /// <param name="spacing">Smallest distance.</param>
    /// <param name="end">Largest place.</param>
    internal static double[] Spread(double[] places, double spacing, double end)
    {
        var blocks = new List<(double Sum, int Count)>();
        for (var i = 0; i < places.Length; i++)
        {
            var (sum, count) = (places[i] - i * spacing, 1);
            for (; blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Count > sum / count; blocks.RemoveAt(blocks.Count - 1))
                (sum, count) = (sum + blocks[^1].Sum, count + blocks[^1].Count);
            blocks.Add((sum, count));
        }

        var most = end - (places.Length - 1) * spacing;
        return [.. blocks.SelectMany(block => Enumerable.Repeat(Math.Min(block.Sum / block.Count, most), block.Count)).Select((place, i) => place + i * spacing)];
    }
}
