using ScottPlot;
using SkiaSharp;

namespace AlgoDistill.Reports;

/// <summary>What all plots look like: little ink beside the data.</summary>
static class Look
{
    /// <summary>Size of all texts but titles, in pixels.</summary>
    public const float TextSize = 12;

    const float TitleSize = 14, TitleAir = 12, LabelAir = 8, HalfPixel = 0.5f; // lines in the middle of pixels are sharp

    static readonly Color Ink = Color.FromHex("#222222"), Soft = Color.FromHex("#444444");
    static readonly Color Line = Color.FromHex("#999999"), Faint = Color.FromHex("#e9e9e9");

    /// <summary>An empty plot.</summary>
    /// <param name="title">Above it, from its left edge on.</param>
    /// <param name="width">Pixels of the data area.</param>
    /// <param name="padding">Pixels between the data area and the edges of the plot.</param>
    public static Plot Plot(string title, int width, PixelPadding padding)
    {
        Plot plot = new();
        plot.Layout.Fixed(padding);
        plot.Axes.Right.IsVisible = plot.Axes.Top.IsVisible = false;
        foreach (var axis in plot.Axes.GetAxes()) Style(axis);
        plot.Axes.Left.FrameLineStyle.IsVisible = false;
        plot.Axes.Left.MajorTickStyle.Length = 1;
        plot.Axes.Left.MajorTickStyle.Color = Colors.Transparent;
        plot.Grid.MajorLineColor = Faint;
        var label = plot.Axes.Title.Label;
        Style(label, FigureFont.Bold, TitleSize, Ink);
        (label.Text, label.Alignment, label.OffsetX, label.OffsetY) = (title, Alignment.LowerLeft, -width / 2f - padding.Left, -TitleAir);
        return plot;
    }

    /// <summary>Gives a text its font and colour.</summary>
    public static void Style(LabelStyle label, SKTypeface face, float size, Color colour) =>
        (label.Font, label.FontSize, label.ForeColor, label.Bold) = (face, size, colour, false);

    /// <summary>Pixels that a left axis needs for its ticks and title.</summary>
    public static float LeftOf(IEnumerable<string> ticks, int titleLines) =>
        MathF.Ceiling(FigureFont.Width(FigureFont.Regular, TextSize, ticks) + LabelAir + titleLines * (TextSize + LabelAir)) + HalfPixel;

    static void Style(IAxis axis)
    {
        Style(axis.Label, FigureFont.Regular, TextSize, Ink);
        Style(axis.TickLabelStyle, FigureFont.Regular, TextSize, Soft);
        axis.MajorTickStyle.Color = axis.FrameLineStyle.Color = Line;
    }
}
