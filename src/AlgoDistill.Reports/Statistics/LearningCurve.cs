namespace AlgoDistill.Reports;

/// <summary>One point of a learning curve.</summary>
/// <param name="At">Episode or trial, counted from 1.</param>
/// <param name="Value">Mean over streams and its interval.</param>
public readonly record struct CurvePoint(int At, Interval Value);

/// <summary>How one algorithm's performance rises while it learns.</summary>
/// <param name="Label">What the reader shall call it.</param>
/// <param name="Role">What it is in the comparison.</param>
/// <param name="Points">In the order of learning.</param>
public sealed record LearningCurve(string Label, AlgorithmRole Role, IReadOnlyList<CurvePoint> Points)
{
    // A figure some 400 pixels wide shows no more, and the table beside it can still be read.
    const int MostPoints = 200;

    /// <summary>Mean and interval over streams, unit by unit.</summary>
    /// <param name="label">What the reader shall call it.</param>
    /// <param name="role">What it is in the comparison.</param>
    /// <param name="streams">What each unit of each stream earned: (S, P), at least one stream; read once.</param>
    /// <param name="window">Units of the centred moving average over each stream, odd; 1 for none.</param>
    /// <param name="bootstrap">How the interval is found.</param>
    /// <param name="rng">Source of the draws; its state advances.</param>
    public static LearningCurve Of(string label, AlgorithmRole role, IEnumerable<double[]> streams, int window, Bootstrap bootstrap, Rng rng)
    {
        int[] shown = [];
        double[][] smooth = [.. streams.Select(stream => Summary.MovingAverage(stream, window))
            .Select(stream => (shown = Thin(stream.Length, MostPoints)).Select(point => stream[point]).ToArray())];
        return new LearningCurve(label, role, [.. shown.Zip(bootstrap.Bands(smooth, rng), (point, band) => new CurvePoint(point + 1, band))]);
    }

    /// <summary>The first, the last and evenly spaced ones between of <paramref name="count"/> numbers from 0, at most <paramref name="most"/>.</summary>
    internal static int[] Thin(int count, int most) =>
        count <= most ? [.. Enumerable.Range(0, count)] : [.. Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)))];
}
