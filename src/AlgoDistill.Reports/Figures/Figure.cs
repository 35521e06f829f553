using ScottPlot;

namespace AlgoDistill.Reports;

/// <summary>A figure and the numbers that it shows.</summary>
/// <param name="Name">Name of its files, without ending; unique in a report, where it begins the identifiers in its SVG.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Caption">What the marks mean.</param>
/// <param name="Draw">Makes the drawing; a new one each time, as plots can be changed.</param>
/// <param name="Data">The same numbers as a table.</param>
public sealed record Figure(string Name, string Title, string Caption, Func<Drawing> Draw, DataTable Data)
{
    /// <summary>Endings of the files that a figure can be saved as.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".svg", ".png", ".pdf"];

    /// <summary>The figure for a program or notebook to change and show: a plot a panel.</summary>
    public Multiplot Plot() => Draw().Plot;

    /// <summary>The figure as an SVG document whose marks show their values under the pointer; several of them may lie in one page.</summary>
    public string ToSvg() => Draw().ToSvg(Name, Title);

    /// <summary>The figure as a PNG picture.</summary>
    /// <param name="scale">Dots a pixel of the drawing; by default 2, which is 300 dots an inch for a figure as wide as a page.</param>
    public byte[] ToPng(double scale = 2) => Draw().ToPng(scale);

    /// <summary>The figure as a PDF document of one page, with the letters that it needs.</summary>
    public byte[] ToPdf() => Draw().ToPdf(Title);

    /// <summary>Writes the figure in the format that the ending of <paramref name="path"/> says.</summary>
    /// <exception cref="ArgumentException">The ending is none of <see cref="Endings"/>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        var bytes = Require.OneOf(Path.GetExtension(path), Endings, "ending of a figure's file") switch
        {
            ".svg" => System.Text.Encoding.UTF8.GetBytes(ToSvg()),
            ".png" => ToPng(),
            _ => ToPdf(),
        };
        AtomicFile.Write(path, bytes);
    }
}
