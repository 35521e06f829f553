using System.Globalization;
using System.Text.Json.Nodes;

namespace AlgoDistill.Reports;

/// <summary>The parts that all our Vega-Lite specifications share.</summary>
static class VegaLite
{
    // Layers of this name answer the pointer only and are left out of still pictures.
    const string HoverName = "hover";

    /// <summary>A specification of panels in rows of two.</summary>
    public static JsonObject Panels(string description, IEnumerable<JsonObject> panels)
    {
        var specification = Specification(description, spacing: 24);
        specification["columns"] = 2;
        specification["concat"] = new JsonArray([.. panels]);
        return specification;
    }

    /// <summary>A specification that shows nothing yet, in the look of all figures.</summary>
    public static JsonObject Specification(string description, int spacing) => new()
    {
        ["$schema"] = "https://vega.github.io/schema/vega-lite/v6.json",
        ["description"] = description,
        ["background"] = "white",
        ["padding"] = 8,
        ["config"] = Look(),
        ["spacing"] = spacing,
    };

    /// <summary>A number with six significant digits, which no eye tells from all of them; null when it is not finite.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value)
        ? JsonValue.Create(double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
        : null;

    /// <summary>Numbers as <see cref="Number"/> writes them.</summary>
    public static JsonArray Numbers(params IEnumerable<double> values) => [.. values.Select(Number)];

    /// <summary>Texts.</summary>
    public static JsonArray Texts(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];

    /// <summary>Rows of data in place.</summary>
    public static JsonObject Data(IEnumerable<JsonObject> rows) => new() { ["values"] = new JsonArray([.. rows]) };

    /// <summary>A channel that reads a field of numbers.</summary>
    public static JsonObject Quantitative(string field, JsonObject? scale = null, JsonObject? axis = null)
    {
        var channel = new JsonObject { ["field"] = field, ["type"] = "quantitative" };
        if (scale is not null) channel["scale"] = scale;
        if (axis is not null) channel["axis"] = axis;
        return channel;
    }

    /// <summary>A scale from <paramref name="low"/> to <paramref name="high"/> that does not widen itself.</summary>
    public static JsonObject Scale(double low, double high, bool log = false)
    {
        var scale = new JsonObject { ["type"] = log ? "log" : "linear", ["domain"] = Numbers(low, high), ["nice"] = false };
        if (!log) scale["zero"] = false;
        return scale;
    }

    /// <summary>An axis; a logarithmic one has ticks at 1, 2 and 5 times powers of ten.</summary>
    public static JsonObject Axis(string title, double low, double high, bool log)
    {
        if (!log) return new JsonObject { ["title"] = title, ["tickCount"] = 6 };
        var powers = Enumerable.Range((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high / low)) + 2).Select(power => Math.Pow(10, power));
        var ticks = powers.SelectMany(power => new[] { power, 2 * power, 5 * power }).Where(tick => tick >= low && tick <= high);
        return new JsonObject { ["title"] = title, ["values"] = Numbers(ticks), ["labelOverlap"] = "greedy" };
    }

    /// <summary>A channel that gives each series its colour; direct labels take the place of a legend.</summary>
    public static JsonObject Colour(string field, IReadOnlyList<SeriesStyle> styles) => Channel(field, styles, style => JsonValue.Create(style.Colour));

    /// <summary>A channel that gives each series its dash.</summary>
    public static JsonObject Dash(string field, IReadOnlyList<SeriesStyle> styles) =>
        Channel(field, styles, style => new JsonArray([.. style.Dash.Select(length => JsonValue.Create(length))]));

    /// <summary>A layer of invisible marks that show values under the pointer.</summary>
    public static JsonObject Hover(JsonObject x, JsonObject y, params (string Field, string Title)[] values) => new()
    {
        ["name"] = HoverName,
        ["mark"] = new JsonObject { ["type"] = "point", ["size"] = 90, ["opacity"] = 0, ["filled"] = true },
        ["encoding"] = new JsonObject { ["x"] = x, ["y"] = y, ["tooltip"] = Tooltip(values) },
    };

    /// <summary>The values that a mark shows under the pointer.</summary>
    public static JsonArray Tooltip(params (string Field, string Title)[] values) =>
        [.. values.Select(value => new JsonObject { ["field"] = value.Field, ["title"] = value.Title })];

    static JsonObject Channel(string field, IReadOnlyList<SeriesStyle> styles, Func<SeriesStyle, JsonNode?> value) => new()
    {
        ["field"] = field,
        ["type"] = "nominal",
        ["scale"] = new JsonObject { ["domain"] = Texts(styles.Select(style => style.Label)), ["range"] = new JsonArray([.. styles.Select(value)]) },
        ["legend"] = null,
    };

    static JsonNode Look() => JsonNode.Parse("""
        {
          "font": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
          "aria": false,
          "view": { "stroke": null },
          "title": { "anchor": "start", "fontSize": 14, "fontWeight": 600, "color": "#222", "offset": 10 },
          "axis": {
            "labelFontSize": 12, "labelColor": "#444", "titleFontSize": 12, "titleFontWeight": "normal", "titleColor": "#222", "titlePadding": 8,
            "gridColor": "#e9e9e9", "domainColor": "#999", "tickColor": "#999", "labelFlush": false
          },
          "axisY": { "domain": false, "ticks": false, "labelPadding": 6 },
          "header": { "labelFontSize": 12, "labelColor": "#222", "titleFontSize": 12 },
          "legend": { "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal" },
          "line": { "strokeWidth": 2.2, "strokeCap": "round", "strokeJoin": "round" }
        }
        """)!;
}
