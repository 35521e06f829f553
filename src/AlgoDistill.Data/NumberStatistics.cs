using System.Numerics;

namespace AlgoDistill.Data;

/// <summary>Gathers the statistics of a stream of numbers: moments of all, quantiles of a sample. The same numbers in the same pieces give the same bits.</summary>
sealed class NumberStatistics
{
    readonly List<double> sample = [];
    double squares; // sum of squared distances from the mean

    public long Count { get; private set; }

    /// <summary>Least value; 0 when there is none.</summary>
    public double Min { get; private set; }

    /// <summary>Greatest value; 0 when there is none.</summary>
    public double Max { get; private set; }

    public double Mean { get; private set; }

    public double Std => Count == 0 ? 0 : Math.Sqrt(squares / Count);

    /// <summary>Adds every <paramref name="stride"/>-th value from <paramref name="first"/> on.</summary>
    /// <param name="values">The values.</param>
    /// <param name="first">Position of the first.</param>
    /// <param name="stride">From one to the next.</param>
    /// <param name="rows">Which of them are sampled: 0 is the first.</param>
    public void Add<T>(ReadOnlySpan<T> values, int first, int stride, List<int> rows) where T : INumber<T>
    {
        // Sums of distances from one value of the piece, so that no digits are lost where values are far from 0
        double origin = 0, sum = 0, sumOfSquares = 0, min = double.PositiveInfinity, max = double.NegativeInfinity;
        long count = 0;
        for (var i = first; i < values.Length; i += stride)
        {
            var value = double.CreateTruncating(values[i]);
            if (!double.IsFinite(value)) continue;
            if (count++ == 0) origin = value;
            var distance = value - origin;
            sum += distance;
            sumOfSquares += distance * distance;
            if (value < min) min = value;
            if (value > max) max = value;
        }

        if (count > 0) Merge(count, min, max, origin + sum / count, Math.Max(0, sumOfSquares - sum * sum / count));
        foreach (var row in rows)
            if (double.CreateTruncating(values[first + row * stride]) is var value && double.IsFinite(value)) sample.Add(value);
    }

    /// <summary>Adds <paramref name="count"/> times the same value.</summary>
    public void AddConstant(double value, int count, int sampled)
    {
        Merge(count, value, value, value, 0);
        for (var i = 0; i < sampled; i++) sample.Add(value);
    }

    /// <summary>Quantiles of the sample, between neighbours in proportion; 0 when there is none.</summary>
    /// <param name="levels">Each from 0 to 1.</param>
    public double[] Quantiles(IReadOnlyList<double> levels)
    {
        if (sample.Count == 0) return new double[levels.Count];
        var sorted = sample.Order().ToArray();
        return [.. levels.Select(level =>
        {
            var at = level * (sorted.Length - 1);
            var below = (int)at;
            return below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
        })];
    }

    /// <summary>Chan, Golub and LeVeque (1979): moments of two pieces together.</summary>
    void Merge(long count, double min, double max, double mean, double squares)
    {
        var (distance, total) = (mean - Mean, Count + count);
        this.squares += squares + distance * distance * Count * count / total;
        Mean += distance * count / total;
        (Min, Max) = Count == 0 ? (min, max) : (Math.Min(Min, min), Math.Max(Max, max));
        Count = total;
    }
}
