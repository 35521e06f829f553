using System.Numerics;
using System.Runtime.InteropServices;
using MathNet.Numerics.Statistics;

namespace AlgoDistill.Reports;

/// <summary>Percentile bootstrap (Efron, 1979): how far an estimate moves when the streams that it came from are drawn again.</summary>
public sealed record Bootstrap
{
    /// <summary>How often the streams are drawn again.</summary>
    public int Resamples { get; init => field = Require.InRange(value, 10, 1_000_000); } = 1000; // ends of a 95% interval settle to about 1% of its width

    /// <summary>Probability that the interval is meant to cover.</summary>
    public double Coverage { get; init => field = Require.InRange(value, 0.5, 0.9999); } = 0.95; // the field's habit

    /// <summary>Mean of <paramref name="values"/>, one a stream, and its interval.</summary>
    /// <param name="values">(S), at least one.</param>
    /// <param name="rng">Source of the draws; its state advances.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public Interval Mean(IReadOnlyCollection<double> values, Rng rng) => Bands([.. values.Select(value => new[] { value })], rng)[0];

    /// <summary>Mean over streams at each of P points, and its interval point by point; all points share each draw of the streams.</summary>
    /// <param name="streams">(S, P), at least one stream.</param>
    /// <param name="rng">Source of the draws; its state advances.</param>
    /// <returns>(P).</returns>
    /// <exception cref="ArgumentException">There is no stream, or streams differ in length.</exception>
    public Interval[] Bands(IReadOnlyList<double[]> streams, Rng rng)
    {
        var points = streams.Count > 0 ? streams[0].Length : throw new ArgumentException("no stream to estimate a mean from", nameof(streams));
        if (streams.FirstOrDefault(stream => stream.Length != points) is { } other)
            throw new ArgumentException($"streams differ in length: {points} and {other.Length} points", nameof(streams));

        var means = new double[points][];
        for (var point = 0; point < points; point++) means[point] = new double[Resamples];
        var sum = new double[points];
        for (var resample = 0; resample < Resamples; resample++)
        {
            Array.Clear(sum);
            for (var draw = 0; draw < streams.Count; draw++) Add(streams[rng.NextInt(streams.Count)], sum);
            for (var point = 0; point < points; point++) means[point][resample] = sum[point] / streams.Count;
        }

        return [.. means.Select((resampled, point) => Bound(streams.Average(stream => stream[point]), resampled))];
    }

    /// <summary>Any statistic of <paramref name="values"/>, one a stream, and its interval.</summary>
    /// <param name="values">(S), at least one.</param>
    /// <param name="statistic">Such as <see cref="Summary.InterquartileMean"/>; it may reorder the array that it is given.</param>
    /// <param name="rng">Source of the draws; its state advances.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public Interval Of(double[] values, Func<double[], double> statistic, Rng rng)
    {
        if (values.Length == 0) throw new ArgumentException("no value to estimate a statistic from", nameof(values));
        var (sample, resampled) = (new double[values.Length], new double[Resamples]);
        for (var resample = 0; resample < Resamples; resample++)
        {
            for (var i = 0; i < sample.Length; i++) sample[i] = values[rng.NextInt(values.Length)];
            resampled[resample] = statistic(sample);
        }

        return Bound(statistic([.. values]), resampled);
    }

    Interval Bound(double estimate, double[] resampled)
    {
        var tail = (1 - Coverage) / 2;
        return new Interval(estimate,
            ArrayStatistics.QuantileCustomInplace(resampled, tail, QuantileDefinition.R7),
            ArrayStatistics.QuantileCustomInplace(resampled, 1 - tail, QuantileDefinition.R7));
    }

    static void Add(double[] values, double[] sum)
    {
        var from = MemoryMarshal.Cast<double, Vector<double>>(values.AsSpan());
        var to = MemoryMarshal.Cast<double, Vector<double>>(sum.AsSpan());
        for (var i = 0; i < to.Length; i++) to[i] += from[i];
        for (var i = to.Length * Vector<double>.Count; i < sum.Length; i++) sum[i] += values[i];
    }
}
