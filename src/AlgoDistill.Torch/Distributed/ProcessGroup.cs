using static TorchSharp.torch;

namespace AlgoDistill.Torch;

/// <summary>What moves tensors between processes; mirrors BackendKind in process_group.h.</summary>
public enum Collectives
{
    /// <summary>Gloo, between tensors in main memory.</summary>
    Gloo,

    /// <summary>NCCL, between CUDA devices.</summary>
    Nccl
}

/// <summary>
/// This process's place among processes that compute together, over PyTorch's c10d: rank 0 serves a TCPStore where all meet. Every rank
/// must call the same methods in the same order.
/// </summary>
/// <remarks>
/// When a rank dies, the calls of the others throw within <c>patience</c> and a few seconds, and the message names it. All methods may throw
/// a <see cref="ProcessGroupException"/> with that message.
/// </remarks>
public sealed unsafe class ProcessGroup : IDisposable
{
    private nint handle;

    /// <summary>Joins a group, and waits until all ranks have.</summary>
    /// <param name="collectives">What moves tensors.</param>
    /// <param name="host">Name or address of the machine where rank 0 runs.</param>
    /// <param name="port">Port that rank 0 serves the rendezvous at.</param>
    /// <param name="rank">Number of this process, from 0.</param>
    /// <param name="size">Processes.</param>
    /// <param name="join">How long to wait for the others; 5 minutes unless given.</param>
    /// <param name="patience">How long a rank may show no sign of life before it counts as dead; 10 seconds unless given.</param>
    /// <exception cref="ProcessGroupException">This build has no such collectives, the rendezvous cannot be served or found, a rank did not
    /// come (the message says which), or the ranks disagree on how many they are.</exception>
    public ProcessGroup(Collectives collectives, string host, int port, int rank, int size, TimeSpan? join = null, TimeSpan? patience = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, size);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        (Rank, Size) = (rank, size);
        var (joinFor, waitFor) = (join ?? TimeSpan.FromMinutes(5), patience ?? TimeSpan.FromSeconds(10));
        nint opened;
        Native.CheckGroup(Native.GroupOpen(collectives, host, port, rank, size, (long)joinFor.TotalMilliseconds, (long)waitFor.TotalMilliseconds, &opened));
        handle = opened;
    }

    /// <summary>Number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>Processes.</summary>
    public int Size { get; }

    internal nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(ProcessGroup));

    /// <summary>Whether this build of libalgodistill.so has them; opening a group says why not.</summary>
    public static bool IsAvailable(Collectives collectives) => Native.GroupAvailable(collectives) != 0;

    /// <summary>Adds a contiguous tensor up over the ranks, in place.</summary>
    public void AllReduce(Tensor tensor)
    {
        Native.CheckGroup(Native.GroupSum(Handle, tensor.Handle));
        GC.KeepAlive(tensor);
    }

    /// <summary>Gives all ranks the values of a contiguous tensor of rank <paramref name="root"/>, in place.</summary>
    public void Broadcast(Tensor tensor, int root)
    {
        Native.CheckGroup(Native.GroupBroadcast(Handle, tensor.Handle, root));
        GC.KeepAlive(tensor);
    }

    /// <summary>Waits until every rank is here.</summary>
    public void Barrier() => Native.CheckGroup(Native.GroupBarrier(Handle));

    /// <summary>Tells the others that this rank ends, and why: their calls throw with that reason. Dispose follows.</summary>
    public void Fail(string reason) => Native.CheckGroup(Native.GroupFail(Handle, reason));

    /// <summary>Leaves the group. Rank 0 first waits, for a few seconds at most, until the others have left too.</summary>
    public void Dispose()
    {
        var old = Interlocked.Exchange(ref handle, 0);
        if (old != 0) Native.CheckGroup(Native.GroupClose(old));
    }
}
