namespace AlgoDistill.Reports;

/// <summary>Summaries of performance.</summary>
public static class Summary
{
    /// <summary>Mean of the middle half: a quarter of the values, rounded down, is cut from each end (Agarwal et al., 2021).</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static double InterquartileMean(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0) throw new ArgumentException("no value to take the interquartile mean of", nameof(values));
        var cut = values.Count / 4;
        return values.Order().Skip(cut).Take(values.Count - 2 * cut).Average();
    }

    /// <summary>(value − random) / (optimal − random): 0 is uniform random, 1 is optimal; not a number when both references are equal.</summary>
    public static double NormalisedScore(double value, double optimal, double random) =>
        optimal == random ? double.NaN : (value - random) / (optimal - random);

    /// <summary>Mean of up to <paramref name="window"/> values around each one; at the ends, of as many as there are within half a window.</summary>
    /// <param name="values">(P).</param>
    /// <param name="window">Odd, so that it is centred; 1 changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is even or below 1.</exception>
    public static double[] MovingAverage(double[] values, int window)
    {
        if (window < 1 || window % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(window), $"window is {window}; allowed is an odd number of at least 1");
        var half = window / 2;
        var sums = new double[values.Length + 1];
        for (var i = 0; i < values.Length; i++) sums[i + 1] = sums[i] + values[i];
        return [.. values.Select((_, i) =>
        {
            var (from, to) = (Math.Max(i - half, 0), Math.Min(i + half + 1, values.Length));
            return (sums[to] - sums[from]) / (to - from);
        })];
    }
}
