namespace AlgoDistill.Reports.Tests;

public sealed class PaletteTests
{
    // Machado, Oliveira and Fernandes (2009), severity 1: what linear RGB becomes for protanopes, deuteranopes and tritanopes
    static readonly double[][] Simulations =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    static readonly (string, AlgorithmRole)[] Series =
    [
        ("a", AlgorithmRole.Source), ("b", AlgorithmRole.Distilled), ("c", AlgorithmRole.Distilled), ("d", AlgorithmRole.ExpertDistilled), ("e", AlgorithmRole.Random),
    ];

    [Fact]
    public void AllSeriesOfAFigureDifferAndKeepTheirStyleInEverySet()
    {
        var styles = Palette.For([.. Series, .. Series]);
        Assert.Equal(["a", "b", "c", "d", "e"], styles.Select(style => style.Label));
        Assert.Equal(5, styles.Select(style => style.Colour).Distinct().Count());
    }

    [Fact]
    public void ColourBlindReadersTellLinesApartByColourOrDash()
    {
        var styles = Palette.For(Series);
        foreach (var (one, other) in styles.SelectMany((one, i) => styles.Skip(i + 1).Select(other => (one, other))).Where(pair => pair.one.Dash.SequenceEqual(pair.other.Dash)))
            Assert.All(Simulations, matrix => Assert.True(Distance(one.Colour, other.Colour, matrix) > 20, $"{one.Label} and {other.Label} differ by {Distance(one.Colour, other.Colour, matrix)}"));
    }

    // CIE 1976 difference of two colours as a reader sees them; about 2 is just noticed, 20 is plain
    static double Distance(string one, string other, double[] matrix) => Math.Sqrt(Lab(one, matrix).Zip(Lab(other, matrix), (a, b) => (a - b) * (a - b)).Sum());

    static double[] Lab(string colour, double[] matrix)
    {
        double[] linear = [.. Enumerable.Range(0, 3).Select(i => Convert.ToInt32(colour.Substring(1 + 2 * i, 2), 16) / 255.0)
            .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];
        var xyz = Times([0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505], [.. Times(matrix, linear).Select(value => Math.Clamp(value, 0, 1))]);
        var (x, y, z) = (Root(xyz[0] / 0.9505), Root(xyz[1]), Root(xyz[2] / 1.089));
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];

        static double Root(double value) => value > 0.008856 ? Math.Cbrt(value) : 7.787 * value + 16.0 / 116;
    }

    static double[] Times(double[] matrix, double[] vector) => [.. Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 3).Sum(i => matrix[3 * row + i] * vector[i]))];
}
