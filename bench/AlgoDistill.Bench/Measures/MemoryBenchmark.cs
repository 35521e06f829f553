using AlgoDistill.Experiments;
using TorchSharp;

namespace AlgoDistill.Bench.Measures;

/// <summary>The memory of a process that trains.</summary>
/// <param name="Updates">Updates done.</param>
/// <param name="RssBytes">Resident size.</param>
/// <param name="AllocatedBytesPerUpdate">Bytes that an update allocated on the collector's heap, by all threads, since the row before.</param>
/// <param name="Tensors">Native tensors alive.</param>
public sealed record MemoryRow(long Updates, long RssBytes, long AllocatedBytesPerUpdate, long Tensors);

/// <summary>Watches the memory of a process over many updates: nothing must grow.</summary>
public static class MemoryBenchmark
{
    const int Rows = 20;

    // Every operator of the larger sizes, in milliseconds
    static readonly BenchSize Size = new("tiny", 2, 32, 2, 50, 8);

    /// <summary>Trains a small model and looks at the memory twenty times.</summary>
    /// <param name="monitor">Is shown how far it is.</param>
    /// <param name="updates">Updates in all.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<MemoryRow> Run(IMonitor monitor, int updates, CancellationToken cancellation) => monitor.Watch("bench memory", updates, report =>
    {
        using var training = new BenchTraining(Size);
        var rows = new List<MemoryRow>(Rows);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (long done = 1, counted = 0; done <= updates; done++)
        {
            cancellation.ThrowIfCancellationRequested();
            training.Update();
            if (done * Rows / updates == (done - 1) * Rows / updates) continue;
            var now = GC.GetTotalAllocatedBytes(precise: true);
            rows.Add(new MemoryRow(done, Environment.WorkingSet, (now - allocated) / (done - counted), torch.Tensor.TotalCount));
            report(done, "");
            (allocated, counted) = (GC.GetTotalAllocatedBytes(precise: true), done);
        }

        return rows;
    });
}
