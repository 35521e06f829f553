using System.Diagnostics;

namespace AlgoDistill.Bench.Measures;

/// <summary>How long work takes.</summary>
static class Timing
{
    /// <summary>Seconds that the work takes, done so many times.</summary>
    public static double Seconds(Action work, int count = 1)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++) work();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Warms the work up for about as long as a block takes.</summary>
    /// <returns>How often a block has it done.</returns>
    public static int WarmUp(Action work, double blockSeconds)
    {
        work();
        var count = (int)Math.Max(1, Math.Round(blockSeconds / Seconds(work)));
        Seconds(work, count);
        return count;
    }
}
