using TorchSharp;

namespace AlgoDistill.Bench.Measures;

/// <summary>Threads of each operator of libtorch and of ours, for as long as this is not disposed.</summary>
sealed class ThreadCount : IDisposable
{
    readonly int before = torch.get_num_threads();

    /// <summary>Sets them.</summary>
    /// <param name="threads">How many; nothing leaves them as they are, which is one for each core unless OMP_NUM_THREADS says otherwise.</param>
    public ThreadCount(int? threads)
    {
        if (threads is { } count) torch.set_num_threads(count);
    }

    public void Dispose() => torch.set_num_threads(before);
}
