using static TorchSharp.torch;

namespace AlgoDistill.Torch;

/// <summary>
/// Bytes of a CUDA device's memory, under PyTorch's names in torch.cuda. TorchSharp lacks them. Without a device all are 0 and nothing
/// is done.
/// </summary>
public static unsafe class CudaMemory
{
    /// <summary>Bytes in tensors.</summary>
    public static long memory_allocated(Device? device = null) => Figures(device).Allocated;

    /// <summary>Most bytes in tensors since the start or <see cref="reset_peak_memory_stats"/>.</summary>
    public static long max_memory_allocated(Device? device = null) => Figures(device).MostAllocated;

    /// <summary>Bytes that the allocator holds, in tensors or ready for them.</summary>
    public static long memory_reserved(Device? device = null) => Figures(device).Reserved;

    /// <summary>Most bytes that the allocator held since the start or <see cref="reset_peak_memory_stats"/>.</summary>
    public static long max_memory_reserved(Device? device = null) => Figures(device).MostReserved;

    /// <summary>The most are counted anew from what there is now.</summary>
    public static void reset_peak_memory_stats(Device? device = null)
    {
        if (Figures(device).Reserved > 0) Native.Check(Native.CudaMemoryResetPeak((device ?? CUDA).index), nameof(reset_peak_memory_stats));
    }

    /// <summary>Gives the memory that no tensor uses back to the device.</summary>
    public static void empty_cache()
    {
        if (Figures(null).Reserved > 0) Native.Check(Native.CudaMemoryEmptyCache(), nameof(empty_cache));
    }

    private static CudaMemoryFigures Figures(Device? device)
    {
        CudaMemoryFigures figures = default;
        if (!cuda.is_available()) return figures;
        if (Native.CudaGraphs() == 0) throw new NotSupportedException(CudaGraph.NoHeaders);
        Native.Check(Native.CudaMemory((device ?? CUDA).index, &figures), nameof(CudaMemory));
        return figures;
    }
}
