using ScottPlot;
using SkiaSharp;

namespace AlgoDistill.Reports;

/// <summary>What a mark says under the pointer.</summary>
/// <param name="Plot">The plot that has it.</param>
/// <param name="Place">Where it lies, in the plot's coordinates; a point when it has no area.</param>
/// <param name="Text">Its values.</param>
public readonly record struct Hover(Plot Plot, CoordinateRect Place, string Text);

/// <summary>A plot that keeps its size, and what its marks say.</summary>
/// <param name="Plot">The plot; its data area has a fixed distance to its edges.</param>
/// <param name="Width">In pixels, with axes and titles.</param>
/// <param name="Height">In pixels, with axes and titles.</param>
/// <param name="Hovers">What its marks say.</param>
public sealed record Panel(Plot Plot, int Width, int Height, IReadOnlyList<Hover> Hovers);

/// <summary>Plots at their places, to be shown by ScottPlot or written as a file.</summary>
public sealed class Drawing
{
    const int Margin = 8, LeastHover = 10; // pixels
    const float PointsPerPixel = 0.75f;

    readonly IReadOnlyList<Hover> hovers;

    /// <summary>Plots that something else has laid out.</summary>
    /// <param name="plot">One plot or several.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="hovers">What the marks say.</param>
    public Drawing(Multiplot plot, int width, int height, IReadOnlyList<Hover> hovers) =>
        (Plot, Width, Height, this.hovers) = (plot, width, height, hovers);

    /// <summary>The plots.</summary>
    public Multiplot Plot { get; }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    /// <summary>Panels in rows, those of one column below each other.</summary>
    /// <param name="rows">At least one, each with at least one panel.</param>
    /// <param name="spacing">Pixels between rows and between columns.</param>
    public static Drawing Of(IReadOnlyList<IReadOnlyList<Panel>> rows, int spacing)
    {
        int[] widths = [.. Enumerable.Range(0, rows.Max(row => row.Count))
            .Select(column => rows.Where(row => row.Count > column).Max(row => row[column].Width))];
        int[] heights = [.. rows.Select(row => row.Max(panel => panel.Height))];
        int Start(int[] sizes, int index) => Margin + sizes[..index].Sum() + index * spacing;
        int End(int[] sizes) => Start(sizes, sizes.Length) - spacing + Margin;

        var placed = rows.SelectMany((row, y) => row.Select((panel, x) => (Panel: panel,
            Place: new PixelRect(new PixelOffset(Start(widths, x), Start(heights, y)), new PixelSize(panel.Width, panel.Height))))).ToArray();
        Multiplot plots = new(placed[0].Panel.Plot) { Layout = new Places([.. placed.Select(one => one.Place)], End(widths), End(heights)) };
        foreach (var (panel, _) in placed.Skip(1)) plots.AddPlot(panel.Plot);
        return new Drawing(plots, End(widths), End(heights), [.. placed.SelectMany(one => one.Panel.Hovers)]);
    }

    /// <summary>As <see cref="Of"/>, panels of equal weight in rows of two.</summary>
    public static Drawing InPairs(IEnumerable<Panel> panels) => Of([.. panels.Chunk(2)], spacing: 16);

    /// <summary>The SVG document.</summary>
    /// <param name="name">Begins its identifiers.</param>
    /// <param name="title">Its name for a reader who cannot see it.</param>
    public string ToSvg(string name, string title)
    {
        var dashes = SvgDocument.TakeDashes(Plot);
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream)) Render(canvas);
        var written = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        return SvgDocument.Of(written, name, title, dashes, hovers.Select(hover => (Place(hover), hover.Text)));
    }

    /// <summary>The PNG picture, <paramref name="scale"/> dots a pixel.</summary>
    public byte[] ToPng(double scale)
    {
        using var surface = SKSurface.Create(new SKImageInfo((int)Math.Round(Width * scale), (int)Math.Round(Height * scale), SKColorType.Rgba8888));
        surface.Canvas.Scale((float)scale);
        Render(surface.Canvas);
        surface.Canvas.DrawColor(SKColors.White, SKBlendMode.DstOver); // below everything, as a multiplot clears what lies below it
        using var image = surface.Snapshot();
        return image.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }

    /// <summary>The PDF document of one page.</summary>
    public byte[] ToPdf(string title)
    {
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = title, RasterDpi = 300, EncodingQuality = 101 }))
        {
            var canvas = document.BeginPage(Width * PointsPerPixel, Height * PointsPerPixel);
            canvas.Scale(PointsPerPixel);
            Render(canvas);
            document.Close();
        }

        return stream.ToArray();
    }

    // A plot is drawn twice at first, as its limits are new then; only pictures of dots hide that
    void Render(SKCanvas canvas)
    {
        using SKNoDrawCanvas none = new(Width, Height);
        foreach (var target in new[] { none, canvas }) Plot.Render(target, new PixelRect(0, Width, Height, 0));
    }

    // In pixels, after the plots were rendered; wide enough to be pointed at
    static PixelRect Place(Hover hover)
    {
        PixelRect place = new(hover.Plot.GetPixel(hover.Place.TopLeft), hover.Plot.GetPixel(hover.Place.BottomRight));
        var (x, y) = (Math.Max(LeastHover - place.Width, 0) / 2, Math.Max(LeastHover - place.Height, 0) / 2);
        return new PixelRect(place.Left - x, place.Right + x, place.Bottom + y, place.Top - y);
    }

    /// <summary>Places in a drawing of a given size, stretched where it is shown at another.</summary>
    sealed class Places(PixelRect[] places, float width, float height) : IMultiplotLayout
    {
        public PixelRect[] GetSubplotRectangles(SubplotCollection subplots, PixelRect figureRect)
        {
            var (x, y) = (figureRect.Width / width, figureRect.Height / height);
            return [.. places.Select(place => new PixelRect(figureRect.Left + x * place.Left, figureRect.Left + x * place.Right,
                figureRect.Top + y * place.Bottom, figureRect.Top + y * place.Top))];
        }
    }
}
