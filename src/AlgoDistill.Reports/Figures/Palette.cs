using ScottPlot;

namespace AlgoDistill.Reports;

/// <summary>How the marks of one series look: a colour, and a dash that tells it apart without colour.</summary>
/// <param name="Label">The series.</param>
/// <param name="Colour">As CSS writes it.</param>
/// <param name="Dash">Lengths of stroke and gap in pixels; empty for a solid line.</param>
sealed record SeriesStyle(string Label, string Colour, float[] Dash)
{
    /// <summary>The colour as plots take it.</summary>
    public Color Ink => Color.FromHex(Colour);

    /// <summary>The dash as plots take it.</summary>
    public LinePattern Pattern => new(Dash, 0, "");
}

/// <summary>Colours that stay apart for colour-blind readers, most of them of Okabe and Ito (2008), darkened where white paper needs it.</summary>
static class Palette
{
    /// <summary>Style of the optimal reference.</summary>
    public static SeriesStyle Optimal { get; } = new("Optimal", "#333333", [8, 4]);

    /// <summary>Style of the random reference.</summary>
    public static SeriesStyle Random { get; } = new("Random", "#767676", [1, 3]);

    static readonly string[] InOrder = ["#d55e00", "#0072b2", "#009e73", "#aa3377", "#b8860b", "#56b4e9", "#5b5b5b", "#882255"];

    /// <summary>A style for each series: the colour says the role, its shade and the dash say which one of that role.</summary>
    public static IReadOnlyList<SeriesStyle> For(IEnumerable<(string Label, AlgorithmRole Role)> series) =>
        [.. series.Distinct().GroupBy(one => one.Role).SelectMany(group => group.Select((one, i) =>
        {
            var colours = Colours(one.Role);
            return new SeriesStyle(one.Label, colours[i % colours.Length], Dash(one.Role));
        }))];

    /// <summary>A style for each series that has no role.</summary>
    public static IReadOnlyList<SeriesStyle> For(IEnumerable<string> series) =>
        [.. series.Distinct().Select((label, i) => new SeriesStyle(label, InOrder[i % InOrder.Length], i < InOrder.Length ? [] : [6, 3]))];

    static string[] Colours(AlgorithmRole role) => role switch
    {
        AlgorithmRole.Source => ["#0072b2", "#56b4e9", "#332288"],
        AlgorithmRole.Distilled => ["#d55e00", "#aa3377", "#b8860b", "#882255"],
        AlgorithmRole.ExpertDistilled => ["#009e73", "#117733", "#44aa99"],
        _ => [Random.Colour, "#a0a0a0"],
    };

    static float[] Dash(AlgorithmRole role) => role switch
    {
        AlgorithmRole.ExpertDistilled => [6, 3],
        AlgorithmRole.Random => [4, 2],
        _ => [],
    };
}
