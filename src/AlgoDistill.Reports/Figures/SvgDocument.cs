using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScottPlot;

namespace AlgoDistill.Reports;

/// <summary>
/// Makes an SVG document of what Skia writes: identifiers that depend on the figure alone, each definition once, numbers to a hundredth of a
/// pixel, texts that any program can edit, and values under the pointer.
/// </summary>
static partial class SvgDocument
{
    const int FirstMiter = 1000;

    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The document.</summary>
    /// <param name="skia">The text that Skia wrote.</param>
    /// <param name="name">Begins the identifiers.</param>
    /// <param name="title">Its name for a reader who cannot see it.</param>
    /// <param name="dashes">What <see cref="TakeDashes"/> took from the plots before they were drawn.</param>
    /// <param name="hovers">Places in pixels and what they say.</param>
    public static string Of(
        string skia, string name, string title, IReadOnlyList<LinePattern> dashes, IEnumerable<(PixelRect Place, string Text)> hovers)
    {
        var root = XDocument.Parse(skia).Root!;
        root.Elements().First().SetAttributeValue("fill", "white"); // a multiplot clears what lies below it, which Skia writes as black
        Identify(root, name);
        GiveDashes(root, dashes);
        foreach (var text in root.Descendants(Svg + "text")) Simplify(text);
        foreach (var attribute in root.Descendants().Attributes().Where(attribute => !attribute.Value.Contains('#')))
            attribute.Value = Decimal().Replace(attribute.Value, match => Number(double.Parse(match.Value, CultureInfo.InvariantCulture)));
        root.Add(new XAttribute("viewBox", $"0 0 {root.Attribute("width")!.Value} {root.Attribute("height")!.Value}"),
            new XAttribute("font-family", FigureFont.Families), new XAttribute("role", "img"), new XAttribute("aria-label", title),
            new XElement(Svg + "g", new XAttribute("fill", "none"), new XAttribute("pointer-events", "all"), hovers.Select(Hover)));
        return root.ToString().ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>
    /// Makes the dashed lines of plots solid, as Skia would write each dash as a filled outline; instead each has a mitre limit that names its
    /// pattern, which changes nothing in lines as blunt as these.
    /// </summary>
    /// <returns>The patterns.</returns>
    public static IReadOnlyList<LinePattern> TakeDashes(Multiplot plots)
    {
        List<LinePattern> dashes = [];
        foreach (var line in plots.GetPlots().SelectMany(plot => plot.PlottableList).OfType<IHasLine>().Select(plottable => plottable.LineStyle)
            .Where(line => line.Pattern.Intervals is { Length: > 0 }))
        {
            (line.StrokeMiter, line.StrokeJoin) = (FirstMiter + dashes.Count, SkiaSharp.SKStrokeJoin.Miter);
            dashes.Add(line.Pattern);
            line.Pattern = LinePattern.Solid;
        }

        return dashes;
    }

    static void GiveDashes(XElement root, IReadOnlyList<LinePattern> dashes)
    {
        foreach (var miter in root.Descendants().Attributes("stroke-miterlimit").ToArray())
        {
            if (int.Parse(miter.Value, CultureInfo.InvariantCulture) - FirstMiter is >= 0 and var dash)
                miter.Parent!.SetAttributeValue("stroke-dasharray", string.Join(' ', dashes[dash].Intervals.Select(length => Number(length))));
            miter.Remove();
        }
    }

    // Skia counts clips and images through the whole process, and writes an equal one anew for every mark
    static void Identify(XElement root, string name)
    {
        var (names, known) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var element in root.Descendants().Where(element => element.Attribute("id") is not null).ToArray())
        {
            var id = element.Attribute("id")!;
            var old = id.Value;
            id.Value = "";
            if (known.TryGetValue(element.ToString(), out var same)) element.Remove();
            else known[element.ToString()] = same = $"{name}-{known.Count + 1}";
            names[old] = id.Value = same;
        }

        foreach (var attribute in root.Descendants().Attributes().Where(attribute => attribute.Value.Contains('#')))
            attribute.Value = Reference().Replace(attribute.Value, match => $"#{names.GetValueOrDefault(match.Groups[1].Value, match.Groups[1].Value)}");
    }

    // Skia places every letter; the first place and the length are enough, whatever font stands for ours
    static void Simplify(XElement text)
    {
        foreach (var place in new[] { "x", "y" }) text.SetAttributeValue(place, text.Attribute(place)!.Value.Split(',')[0]);
        text.SetAttributeValue("font-family", null);
        text.Value = text.Value.Trim();
        var face = text.Attribute("font-weight") is null ? FigureFont.Regular : FigureFont.Bold;
        text.SetAttributeValue("textLength", FigureFont.Width(face, (float)text.Attribute("font-size")!, [text.Value]));
        text.SetAttributeValue("lengthAdjust", "spacingAndGlyphs");
    }

    static XElement Hover((PixelRect Place, string Text) hover) => new(Svg + "rect",
        new XAttribute("x", Number(hover.Place.Left)), new XAttribute("y", Number(hover.Place.Top)),
        new XAttribute("width", Number(hover.Place.Width)), new XAttribute("height", Number(hover.Place.Height)),
        new XElement(Svg + "title", hover.Text));

    static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture) is var text and not "-0" ? text : "0";

    [GeneratedRegex(@"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"#(\w+)")]
    private static partial Regex Reference();
}
