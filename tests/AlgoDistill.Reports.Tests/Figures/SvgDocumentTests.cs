using System.Xml.Linq;

namespace AlgoDistill.Reports.Tests;

public sealed class SvgDocumentTests
{
    static readonly (Figure Figure, XElement Root)[] Documents = [.. Synthetic.Figures().Select(figure => (figure, XDocument.Parse(figure.ToSvg()).Root!))];

    [Fact]
    public void IdentifiersBeginWithTheFiguresNameAndAllReferencesAreKnown() => Assert.All(Documents, document =>
    {
        string[] identifiers = [.. document.Root.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(identifiers.Length, identifiers.Distinct().Count());
        Assert.All(identifiers, id => Assert.StartsWith($"{document.Figure.Name}-", id, StringComparison.Ordinal));
        Assert.All(document.Root.Descendants().Attributes("clip-path"), clip => Assert.Contains(clip.Value["url(#".Length..^1], identifiers));
    });

    [Fact]
    public void TextsAreTextsOfOneFamilyAndKnowTheirLength() => Assert.All(Documents, document =>
    {
        var texts = document.Root.Descendants("{http://www.w3.org/2000/svg}text").ToArray();
        Assert.NotEmpty(texts);
        Assert.Single(document.Root.DescendantsAndSelf().Attributes("font-family"));
        Assert.All(texts, text => Assert.True((double)text.Attribute("textLength")! > 0 && text.Attribute("x")!.Value.Split(',').Length == 1));
    });

    [Fact]
    public void DashedLinesAreStrokesAndNoMitreLimitIsLeft()
    {
        var curves = Documents.Where(document => document.Figure.Name == "learning-curves").Select(document => document.Root).ToArray();
        Assert.All(curves, root => Assert.Contains("8 4", root.Descendants().Attributes("stroke-dasharray").Select(dash => dash.Value)));
        Assert.All(Documents, document => Assert.Empty(document.Root.Descendants().Attributes("stroke-miterlimit")));
    }

    [Fact]
    public void EveryTextIsThereOnce() => Assert.All(Documents, document =>
    {
        string[] texts = [.. document.Root.Descendants("{http://www.w3.org/2000/svg}text").Select(text => $"{text.Attribute("transform")} {text.Attribute("y")} {text.Value}")];
        Assert.Equal(texts.Length, texts.Distinct().Count());
    });

    [Fact]
    public void NumbersHaveAtMostTwoDecimals() => Assert.All(Documents, document =>
        Assert.DoesNotMatch(@"\d\.\d{3}", string.Join(' ', document.Root.Descendants().Attributes().Select(attribute => attribute.Value))));
}
