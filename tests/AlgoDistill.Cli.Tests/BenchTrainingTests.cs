using AlgoDistill.Experiments.Bench;
using static TorchSharp.torch;

namespace AlgoDistill.Cli.Tests;

/// <summary>The memory of a training step; what is counted belongs to the process, and no other test runs meanwhile.</summary>
public class BenchTrainingTests
{
    const long MostManagedBytes = 100_000, MostGrowth = 16 << 20;

    static readonly BenchSize Tiny = new("tiny", 2, 32, 2, 50, 8);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_of_the_first_size_hardly_touches_the_managed_heap_and_leaves_no_tensor(bool ahead)
    {
        using var training = new BenchTraining(BenchSize.All[0], ahead);
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
        var before = Environment.WorkingSet;
        for (var i = 0; i < 250; i++) training.Update();
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, MostGrowth);     // a lost activation is 50 KB an update
    }

    [Fact]
    public void Nothing_native_is_held_after_the_trainer()
    {
        var before = LiveTensors();
        using (var training = new BenchTraining(Tiny, ahead: true)) training.Update();
        Assert.Equal(before, LiveTensors());

        static long LiveTensors()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
    }
}
