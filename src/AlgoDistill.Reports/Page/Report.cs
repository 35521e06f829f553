using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AlgoDistill.Reports;

/// <summary>A part of a report: text, then tables, then figures with their data.</summary>
public sealed record Section
{
    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>Plain text below the heading; an empty line starts a new paragraph.</summary>
    public string Text { get; init; } = "";

    /// <summary>Tables shown in full.</summary>
    public IReadOnlyList<DataTable> Tables { get; init; } = [];

    /// <summary>Figures, each with its data behind a fold.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];
}

/// <summary>A self-contained document: one HTML file that needs no network, and each figure and table as files of their own.</summary>
public sealed record Report
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Title of the document.</summary>
    public required string Title { get; init; }

    /// <summary>Plain text below the title; an empty line starts a new paragraph.</summary>
    public string Introduction { get; init; } = "";

    /// <summary>What the reader should know first, as short pairs of name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>The parts, in order.</summary>
    public IReadOnlyList<Section> Sections { get; init; } = [];

    /// <summary>
    /// Writes <c>report.html</c>, <c>figures/NAME.svg</c> and <c>figures/NAME.json</c> (the specification), and <c>tables/NAME.csv</c>
    /// (tables, and the data of figures). Still pictures come last, so that without node all else is there.
    /// </summary>
    /// <param name="folder">Made when it is missing; files of an earlier report are replaced.</param>
    /// <returns>Paths of the files, the page first.</returns>
    /// <exception cref="FileNotFoundException">node or a Vega bundle is missing; the message says how to get it.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public IReadOnlyList<string> Write(string folder)
    {
        var (figures, tables) = (Path.Combine(folder, "figures"), Path.Combine(folder, "tables"));
        Directory.CreateDirectory(figures);
        Directory.CreateDirectory(tables);
        Figure[] drawn = [.. Sections.SelectMany(section => section.Figures)];
        DataTable[] data = [.. Sections.SelectMany(section => section.Tables), .. drawn.Select(figure => figure.Data)];

        List<string> written = [];
        void Save(string path, string text)
        {
            AtomicFile.WriteText(path, text);
            written.Add(path);
        }

        Save(Path.Combine(folder, "report.html"), ToHtml());
        foreach (var table in data) Save(Path.Combine(tables, $"{table.Name}.csv"), table.ToCsv());
        foreach (var figure in drawn) Save(Path.Combine(figures, $"{figure.Name}.json"), Json(figure.Spec));
        var pictures = SvgRenderer.Render([.. drawn.Select(figure => figure.Spec)]);
        foreach (var (figure, picture) in drawn.Zip(pictures)) Save(Path.Combine(figures, $"{figure.Name}.svg"), picture);
        return written;
    }

    /// <summary>The page alone, which needs no other file.</summary>
    /// <exception cref="FileNotFoundException">A Vega bundle is missing; the message says how to get it.</exception>
    public string ToHtml() => HtmlPage.Of(this);

    /// <summary>The indented text of a specification.</summary>
    internal static string Json(JsonObject specification) => specification.ToJsonString(Indented) + "\n";
}
