using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AlgoDistill.Reports.Tests;

public sealed partial class HtmlPageTests
{
    static readonly Report Report = Synthetic.Bandit().Build();
    static readonly string Page = HtmlPage.Of(Report);

    [Fact]
    public void NothingInThePagePointsOutsideIt()
    {
        var markup = Scripts().Replace(Page, "<script></script>");
        Assert.All(Address().Matches(markup), match => Assert.StartsWith("data:", match.Groups[1].Value, StringComparison.Ordinal));
        Assert.DoesNotContain("@import", markup, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", markup, StringComparison.Ordinal);
        Assert.DoesNotContain("//# sourceMappingURL", Page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", markup, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryFigureLiesInThePageAsItsSpecification()
    {
        var specifications = Data().Matches(Page).Select(match => JsonNode.Parse(match.Groups[1].Value));
        Assert.All(specifications.Zip(Report.Sections.SelectMany(section => section.Figures), (found, figure) => (found, figure.Spec)),
            pair => Assert.True(JsonNode.DeepEquals(pair.found, pair.Spec)));
        Assert.Equal(3, Data().Count(Page));
        Assert.Equal(4, Scripts().Count(Page) - 3); // three bundles and our own
    }

    [Fact]
    public void TextsAreEscaped()
    {
        Assert.Contains("<h1>Synthetic &lt;bandit&gt;</h1>", Page, StringComparison.Ordinal);
        Assert.Contains("<p>One &amp; only.</p>", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void NoScriptCanEndItsElement() => Assert.Equal(
        "a = '<\\/script><\\!-- x';\nb();", HtmlPage.Inline("a = '</script><!-- x';\nb();\n//# sourceMappingURL=b.js.map"));

    [Fact]
    public void TheBodyIsAsExpected()
    {
        var body = Page[Page.IndexOf("<body>", StringComparison.Ordinal)..Page.IndexOf("<footer>", StringComparison.Ordinal)];
        Expected.Text("bandit-body.html", Data().Replace(body, "<script type=\"application/json\">…</script>"));
    }

    [GeneratedRegex("(?:src|href|action|poster|data)\\s*=\\s*[\"']([^\"']*)")]
    private static partial Regex Address();

    [GeneratedRegex("<script[^>]*>.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("<script type=\"application/json\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();
}
