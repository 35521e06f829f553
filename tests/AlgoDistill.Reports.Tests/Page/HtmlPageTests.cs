using System.Text;
using System.Text.RegularExpressions;

namespace AlgoDistill.Reports.Tests;

public sealed partial class HtmlPageTests
{
    static readonly Report Report = Synthetic.Bandit().Build();
    static readonly string Page = HtmlPage.Of(Report);

    [Fact]
    public void NothingInThePagePointsOutsideItOrRuns()
    {
        Assert.All(Address().Matches(Page), match => Assert.Matches("^(data:|#)", match.Groups[1].Value));
        Assert.All(Url().Matches(Page), match => Assert.StartsWith("#", match.Groups[1].Value, StringComparison.Ordinal));
        Assert.DoesNotContain("@import", Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", Page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src 'none'", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryFigureLiesInThePageWithItsData()
    {
        var figures = Report.Sections.SelectMany(section => section.Figures).ToArray();
        Assert.All(figures, figure => Assert.Contains(figure.ToSvg(), Page, StringComparison.Ordinal));
        Assert.Equal(figures.Select(figure => figure.Data.ToCsv()), Csv().Matches(Page).Select(match => Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups[1].Value))));
    }

    [Fact]
    public void IdentifiersAreUniqueInThePage()
    {
        string[] identifiers = [.. Identifier().Matches(Page).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(identifiers);
        Assert.Equal(identifiers.Length, identifiers.Distinct().Count());
    }

    [Fact]
    public void TextsAreEscaped()
    {
        Assert.Contains("<h1>Synthetic &lt;bandit&gt;</h1>", Page, StringComparison.Ordinal);
        Assert.Contains("<p>One &amp; only.</p>", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void TheBodyIsAsExpected()
    {
        var body = Page[Page.IndexOf("<body>", StringComparison.Ordinal)..Page.IndexOf("<footer>", StringComparison.Ordinal)];
        body = Build().Replace(Csv().Replace(Figures().Replace(body, "<svg>…</svg>"), "\"data:…\""), "$1…</td>");
        Expected.Text("bandit-body.html", body);
    }

    [GeneratedRegex("(?:src|href|action|poster|data)\\s*=\\s*[\"']([^\"']*)")]
    private static partial Regex Address();

    [GeneratedRegex("url\\(([^)]*)")]
    private static partial Regex Url();

    [GeneratedRegex("\"data:text/csv;charset=utf-8;base64,([^\"]*)\"")]
    private static partial Regex Csv();

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Identifier();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Figures();

    // What differs from build to build and from machine to machine
    [GeneratedRegex("(<tr><td>(?:library|commit|runtime|system|computed by)</td><td>)[^<]*</td>")]
    private static partial Regex Build();
}
