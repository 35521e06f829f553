using System.Globalization;
using ScottPlot;

namespace AlgoDistill.Reports;

/// <summary>Ticks at round numbers, all with as many decimals as the step between them needs.</summary>
static class RoundTicks
{
    const int Most = 9;
    const double Rounding = 1e-9;

    static readonly int[] Factors = [1, 2, 5, 10];

    /// <summary>Ticks at 1, 2 or 5 times a power of ten, at most nine.</summary>
    /// <param name="low">Least value.</param>
    /// <param name="high">Largest value, above <paramref name="low"/>.</param>
    /// <param name="whole">Whether there is nothing between whole numbers.</param>
    public static Tick[] Linear(double low, double high, bool whole = false)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10((high - low) / Most)));
        var step = Factors.Select(factor => factor * power).First(step => (high - low) / step <= Most + Rounding);
        if (whole) step = Math.Max(step, 1);
        var first = (long)Math.Ceiling(low / step - Rounding);
        double[] ticks = [.. Enumerable.Range(0, (int)((long)Math.Floor(high / step + Rounding) - first) + 1).Select(i => (first + i) * step)];
        return [.. ticks.Zip(Labels(ticks, step), Tick.Major)];
    }

    /// <summary>Ticks at 1, 2 and 5 times powers of ten, or at powers alone where these are too many, at the decimal logarithms of the values.</summary>
    /// <param name="low">Least value, positive.</param>
    /// <param name="high">Largest value.</param>
    /// <param name="most">How many there is room for.</param>
    public static Tick[] Logarithmic(double low, double high, int most)
    {
        var powers = Enumerable.Range((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high / low)) + 2);
        double[] Ticks(params int[] factors) => [.. powers.SelectMany(power => factors.Select(factor => factor * Math.Pow(10, power)))
            .Where(tick => tick >= low * (1 - Rounding) && tick <= high * (1 + Rounding))];
        var ticks = Ticks(1, 2, 5);
        if (ticks.Length > most) ticks = Ticks(1);
        return [.. ticks.Select(tick => Tick.Major(Math.Log10(tick), Labels([tick], tick)[0]))];
    }

    static string[] Labels(double[] ticks, double step)
    {
        var largest = ticks.Select(Math.Abs).DefaultIfEmpty(0).Max();
        var (unit, suffix) = largest >= 1e6 ? (1e6, "M") : largest >= 1e4 ? (1e3, "k") : (1, "");
        var format = "F" + Math.Max(0, (int)-Math.Floor(Math.Log10(step / unit) + Rounding)).ToString(CultureInfo.InvariantCulture);
        return [.. ticks.Select(tick => tick == 0 ? 0.ToString(format, CultureInfo.InvariantCulture)
            : (tick / unit).ToString(format, CultureInfo.InvariantCulture).Replace('-', '−') + suffix)];
    }
}
