namespace AlgoDistill.Cli;

/// <summary>A curve as a word of block characters.</summary>
static class Sparkline
{
    const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>One character a value: the lowest block at or below <paramref name="low"/>, the highest at or above <paramref name="high"/>.</summary>
    public static string Of(IEnumerable<double> values, double low, double high) => string.Concat(values.Select(value =>
        double.IsFinite(value) && high > low ? Blocks[(int)Math.Clamp((value - low) / (high - low) * Blocks.Length, 0, Blocks.Length - 1)] : Blocks[0]));
}
