using static TorchSharp.torch;

// The number of live tensors, the threads and the default types belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace AlgoDistill.Kernels.Tests;

static class LiveTensors
{
    /// <summary>How many tensors live, once all that nobody holds is finalised.</summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
