using SkiaSharp;

namespace AlgoDistill.Reports;

/// <summary>
/// The font of all figures, Liberation Sans. It lies in this assembly, so that a figure has the same bytes whatever fonts a machine has.
/// </summary>
static class FigureFont
{
    /// <summary>The font and what may stand for it where an SVG is shown without it: Arial and Helvetica have letters of the same widths.</summary>
    public const string Families = "Liberation Sans, Arial, Helvetica, sans-serif";

    /// <summary>Upright letters.</summary>
    public static SKTypeface Regular { get; } = Load("LiberationSans-Regular.ttf");

    /// <summary>Bold letters.</summary>
    public static SKTypeface Bold { get; } = Load("LiberationSans-Bold.ttf");

    /// <summary>Width in pixels of the widest of some texts; 0 when there is none.</summary>
    public static float Width(SKTypeface face, float size, IEnumerable<string> texts)
    {
        using var font = new SKFont(face, size) { Subpixel = true, Hinting = SKFontHinting.None };
        return texts.Select(text => font.MeasureText(text)).DefaultIfEmpty(0).Max();
    }

    static SKTypeface Load(string name)
    {
        using var stream = typeof(FigureFont).Assembly.GetManifestResourceStream(name)!;
        return SKTypeface.FromStream(stream);
    }
}
