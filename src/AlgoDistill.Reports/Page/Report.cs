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
    /// <summary>Title of the document.</summary>
    public required string Title { get; init; }

    /// <summary>Plain text below the title; an empty line starts a new paragraph.</summary>
    public string Introduction { get; init; } = "";

    /// <summary>What the reader should know first, as short pairs of name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>The parts, in order.</summary>
    public IReadOnlyList<Section> Sections { get; init; } = [];

    /// <summary>
    /// Writes <c>report.html</c>, <c>tables/NAME.csv</c> (tables, and the data of figures), and each figure as <c>figures/NAME.svg</c>,
    /// <c>.png</c> and <c>.pdf</c>.
    /// </summary>
    /// <param name="folder">Made when it is missing; files of an earlier report are replaced.</param>
    /// <returns>Paths of the files, the page first.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public IReadOnlyList<string> Write(string folder)
    {
        var (figures, tables) = (Path.Combine(folder, "figures"), Path.Combine(folder, "tables"));
        Directory.CreateDirectory(figures);
        Directory.CreateDirectory(tables);
        Figure[] drawn = [.. Sections.SelectMany(section => section.Figures)];
        DataTable[] data = [.. Sections.SelectMany(section => section.Tables), .. drawn.Select(figure => figure.Data)];

        (string Path, Action<string> Save)[] files =
        [
            (Path.Combine(folder, "report.html"), path => AtomicFile.WriteText(path, ToHtml())),
            .. data.Select(table => (Path.Combine(tables, $"{table.Name}.csv"), new Action<string>(path => AtomicFile.WriteText(path, table.ToCsv())))),
            .. drawn.SelectMany(figure => Figure.Endings.Select(ending => (Path.Combine(figures, figure.Name + ending), new Action<string>(figure.Save)))),
        ];
        foreach (var (path, save) in files) save(path);
        return [.. files.Select(file => file.Path)];
    }

    /// <summary>The page alone, which needs no other file.</summary>
    public string ToHtml() => HtmlPage.Of(this);
}
