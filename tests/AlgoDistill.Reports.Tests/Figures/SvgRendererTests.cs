using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace AlgoDistill.Reports.Tests;

public sealed class SvgRendererTests
{
    [Fact]
    public void EveryFigureIsRenderedWithItsLabelsAndWithoutAWarning()
    {
        Figure[] figures = [.. new[] { Synthetic.Bandit(), Synthetic.Grid() }.SelectMany(report => report.Build().Sections).SelectMany(section => section.Figures)];
        var (pictures, warnings) = SvgRenderer.RenderWithWarnings([.. figures.Select(figure => figure.Spec)]);
        Assert.Equal("", warnings);
        var texts = figures.Zip(pictures).ToDictionary(pair => $"{pair.First.Title}", pair => XDocument.Parse(pair.Second).Root!.Value);
        Assert.Contains("Optimal", texts["Reward by trial"], StringComparison.Ordinal);
        Assert.Contains("Expert", texts["Reward by trial"], StringComparison.Ordinal);
        Assert.Contains("first episode", texts["Cells visited by Model"], StringComparison.Ordinal);
        Assert.DoesNotContain(pictures, picture => picture.Contains("opacity=\"0\"", StringComparison.Ordinal));
    }

    [Fact]
    public void AMissingNodeIsNamed()
    {
        var error = Assert.Throws<FileNotFoundException>(() => SvgRenderer.Render([[]], "no-such-node"));
        Assert.Contains("no-such-node could not be started", error.Message, StringComparison.Ordinal);
        Assert.Contains("Node.js", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASpecificationThatCannotBeDrawnSaysWhy()
    {
        var error = Assert.Throws<InvalidOperationException>(() => SvgRenderer.Render([new JsonObject { ["mark"] = "no-such-mark" }]));
        Assert.Contains("exit code 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("Error", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingToRenderNeedsNoNode() => Assert.Empty(SvgRenderer.Render([], "no-such-node"));
}
