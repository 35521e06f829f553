namespace AlgoDistill.Bench.Measures;

/// <summary>Ratios of what was measured in turn: those of neighbouring blocks, which the same hour of the machine has seen.</summary>
/// <param name="Min">The smallest.</param>
/// <param name="Middle">The median.</param>
/// <param name="Max">The greatest.</param>
readonly record struct Ratio(double Min, double Middle, double Max)
{
    /// <summary>Of each of the first to the second at its place.</summary>
    public static Ratio Of(double[] first, double[] second)
    {
        var ratios = first.Zip(second, (one, other) => one / other).ToArray();
        return new Ratio(ratios.Min(), Median(ratios), ratios.Max());
    }

    /// <summary>The median of any values.</summary>
    public static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
