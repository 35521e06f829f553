using ScottPlot;
using ScottPlot.Panels;

namespace AlgoDistill.Reports;

/// <summary>The names of lines, at the ends of these at the right of a plot instead of in a legend.</summary>
/// <param name="labels">Each with the place of its line's end on the y axis.</param>
sealed class EndLabels(IReadOnlyList<(SeriesStyle Style, double Y)> labels) : PanelBase
{
    // Pixels from the data area to the labels, and below which two labels would touch.
    const float Distance = 8, Spacing = 15;

    /// <summary>Pixels that the labels need beside the data area.</summary>
    public float Width { get; } =
        Distance + MathF.Ceiling(FigureFont.Width(FigureFont.Bold, Look.TextSize, labels.Select(label => label.Style.Label)));

    public override float Measure(Paint paint) => Width;

    public override void Render(RenderPack rp, float size, float offset)
    {
        var (axis, area) = (rp.Plot.Axes.Left, rp.DataRect);
        var sorted = labels.Select(label => (label.Style, Pixel: (double)(axis.GetPixel(label.Y, area) - area.Top)))
            .OrderBy(label => label.Pixel).ToArray();
        foreach (var (label, place) in sorted.Zip(Spread([.. sorted.Select(label => label.Pixel)], Spacing, area.Height)))
        {
            LabelStyle text = new() { Text = label.Style.Label, Alignment = Alignment.MiddleLeft, OffsetY = 1 };
            Look.Style(text, FigureFont.Bold, Look.TextSize, label.Style.Ink);
            text.Render(rp.Canvas, new Pixel(area.Right + Distance, area.Top + place), rp.Paint);
        }
    }

    /// <summary>Moves places apart until neighbours are <paramref name="spacing"/> apart, with the least sum of squared moves: isotonic regression.</summary>
    /// <param name="places">Ascending.</param>
    /// <param name="spacing">Smallest distance.</param>
    /// <param name="end">Largest place.</param>
    internal static double[] Spread(double[] places, double spacing, double end)
    {
        var blocks = new List<(double Sum, int Count)>();
        for (var i = 0; i < places.Length; i++)
        {
            var (sum, count) = (places[i] - i * spacing, 1);
            for (; blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Count > sum / count; blocks.RemoveAt(blocks.Count - 1))
                (sum, count) = (sum + blocks[^1].Sum, count + blocks[^1].Count);
            blocks.Add((sum, count));
        }

        var most = end - (places.Length - 1) * spacing;
        return [.. blocks.SelectMany(block => Enumerable.Repeat(Math.Min(block.Sum / block.Count, most), block.Count))
            .Select((place, i) => place + i * spacing)];
    }
}
