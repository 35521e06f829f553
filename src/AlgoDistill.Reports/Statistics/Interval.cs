using System.Globalization;

namespace AlgoDistill.Reports;

/// <summary>An estimate and the interval that bounds it.</summary>
/// <param name="Mean">The estimate, in the unit of the values; not a number when there was nothing to estimate from.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Mean, double Low, double High)
{
    /// <summary>An estimate that has no spread, such as a reference that was computed exactly.</summary>
    public static Interval Exact(double value) => new(value, value, value);

    /// <summary>Whether both intervals have a value in common.</summary>
    public bool Overlaps(Interval other) => Low <= other.High && other.Low <= High;

    /// <summary>The text of this interval: <c>0.685 [0.671, 0.699]</c>; the estimate alone when it has no spread.</summary>
    public override string ToString() => ToString("0.000");

    /// <summary>As <see cref="ToString()"/>, each number in the given .NET format.</summary>
    public string ToString(string format) => !double.IsFinite(Mean) ? "–"
        : Low == High ? Show(Mean, format)
        : $"{Show(Mean, format)} [{Show(Low, format)}, {Show(High, format)}]";

    // A negative number that rounds to zero is shown without its sign.
    static string Show(double value, string format)
    {
        var text = value.ToString(format, CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAnyInRange('1', '9') ? text : text.TrimStart('-');
    }
}
