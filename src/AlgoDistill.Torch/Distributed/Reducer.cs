using static TorchSharp.torch;

namespace AlgoDistill.Torch;

/// <summary>
/// Adds gradients up over the ranks of a group while backward still runs: they lie in flat buckets, each of which is sent as soon as
/// backward has filled it and those before it (Li et al. 2020, "PyTorch Distributed"). The sums have the same bits on every rank.
/// </summary>
public sealed unsafe class Reducer : IDisposable
{
    /// <summary>Bytes that make a bucket full, unless given: small enough to overlap with backward, large enough to hide the latency.</summary>
    public const long DefaultBucketBytes = 1 << 20;

    private readonly ProcessGroup group;
    private readonly Tensor[] parameters;
    private nint handle;

    /// <summary>A reducer of all ranks' gradients of the same parameters.</summary>
    /// <param name="group">The ranks; it must outlive the reducer.</param>
    /// <param name="parameters">Leaves that need gradients, the same on every rank, in the order in which the model uses them.</param>
    /// <param name="numbers">How many numbers <see cref="Start"/> adds up with the gradients, at least 1.</param>
    /// <param name="bucketBytes">Bytes that make a bucket full.</param>
    /// <exception cref="ProcessGroupException">A parameter is no leaf, or needs no gradient.</exception>
    public Reducer(ProcessGroup group, IReadOnlyList<Tensor> parameters, int numbers, long bucketBytes = DefaultBucketBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numbers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(bucketBytes, 1);
        (this.group, this.parameters) = (group, [.. parameters]);
        var handles = this.parameters.Select(parameter => parameter.Handle).ToArray();
        nint opened;
        fixed (nint* first = handles) Native.CheckGroup(Native.ReducerOpen(group.Handle, first, handles.Length, numbers, bucketBytes, &opened));
        handle = opened;
        GC.KeepAlive(this.parameters);
    }

    private nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Reducer));

    /// <summary>Comes before each backward, whose gradients it is to add up.</summary>
    /// <param name="numbers">Numbers that are added up too. The first is this rank's weight: the summed gradients are divided by its sum.</param>
    public void Start(Tensor numbers)
    {
        Native.CheckGroup(Native.ReducerStart(Handle, numbers.Handle));
        GC.KeepAlive(numbers);
    }

    /// <summary>
    /// Comes after each backward: waits for the sums and makes them the parameters' gradients, divided by the sum of the weights. A parameter
    /// that backward reached on no rank has none. The gradients lie in the buckets, and are overwritten by the next backward.
    /// </summary>
    /// <returns>The summed numbers, in the type of the first parameter.</returns>
    /// <exception cref="ProcessGroupException">A rank has died or failed; the message says which.</exception>
    public Tensor Finish()
    {
        nint numbers;
        Native.CheckGroup(Native.ReducerFinish(Handle, &numbers));
        GC.KeepAlive(group);
        return Tensor.UnsafeCreateTensor(numbers);
    }

    /// <summary>Stops listening to backward. Gradients that were handed out stay.</summary>
    public void Dispose()
    {
        var old = Interlocked.Exchange(ref handle, 0);
        if (old != 0) Native.CheckGroup(Native.ReducerClose(old));
    }
}
