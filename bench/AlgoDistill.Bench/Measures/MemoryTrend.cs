namespace AlgoDistill.Bench.Measures;

/// <summary>How memory goes once all is warm: over the rows after the first fifth of the updates.</summary>
/// <param name="Since">Updates before the first row that counts.</param>
/// <param name="Growth">From that row to the last, the change of the resident size as a fraction.</param>
/// <param name="MostAllocatedBytes">Most that an update allocated on the collector's heap.</param>
/// <param name="LeastTensors">Fewest native tensors alive.</param>
/// <param name="MostTensors">Most.</param>
public sealed record MemoryTrend(long Since, double Growth, long MostAllocatedBytes, long LeastTensors, long MostTensors)
{
    const int WarmUpShare = 5;

    /// <summary>Of rows in their order.</summary>
    public static MemoryTrend Of(IReadOnlyList<MemoryRow> rows)
    {
        var warm = rows.Skip(Math.Max(0, rows.Count / WarmUpShare - 1)).ToArray();
        return new MemoryTrend(warm[0].Updates, warm[^1].RssBytes / (double)warm[0].RssBytes - 1, warm.Max(row => row.AllocatedBytesPerUpdate),
            warm.Min(row => row.Tensors), warm.Max(row => row.Tensors));
    }
}
