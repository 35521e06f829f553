using AlgoDistill.Bench.Measures;
using static TorchSharp.torch;

namespace AlgoDistill.Bench.Tests;

/// <summary>The memory of a training step; what is counted belongs to the process, and no other test runs meanwhile.</summary>
public class BenchTrainingTests
{
    const long MostManagedBytes = 250_000, MostGrowth = 16 << 20;

    static readonly BenchSize Tiny = new("tiny", 2, 32, 2, 50, 8);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_of_the_small_size_hardly_touches_the_managed_heap_and_leaves_no_tensor(bool ahead)
    {
        using var training = new BenchTraining(BenchSize.Small, ahead);
        for (var i = 0; i < 2; i++) training.Update();
        var (tensors, allocated) = (Tensor.TotalCount, GC.GetTotalAllocatedBytes(precise: true));
        for (var i = 0; i < 2; i++) training.Update();
        Assert.InRange((GC.GetTotalAllocatedBytes(precise: true) - allocated) / 2, 0, MostManagedBytes);
        Assert.Equal(tensors, Tensor.TotalCount);
    }

    [Fact]
    public void The_resident_size_is_flat()
    {
        using var training = new BenchTraining(Tiny);
        for (var i = 0; i < 50; i++) training.Update();
        var before = OutsideTheHeap();
        for (var i = 0; i < 250; i++) training.Update();
        Assert.InRange(OutsideTheHeap() - before, long.MinValue, MostGrowth);   // a lost activation is 50 KB an update

        // the collector takes as much as the caches hold before it begins to collect
        static long OutsideTheHeap()
        {
            GC.Collect();
            return Environment.WorkingSet - GC.GetGCMemoryInfo().TotalCommittedBytes;
        }
    }

    [Fact]
    public void Nothing_native_is_held_after_the_trainer()
    {
        _ = Train();
        var before = LiveTensors();
        var parameters = Train();
        Assert.Equal(before + parameters, LiveTensors());   // TorchSharp counts each twice and frees it once

        static int Train()
        {
            using var training = new BenchTraining(Tiny, ahead: true);
            training.Update();
            return training.Model.parameters().Count();
        }

        static long LiveTensors()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
    }
}
