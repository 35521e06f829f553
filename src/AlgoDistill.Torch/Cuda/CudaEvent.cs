namespace AlgoDistill.Torch;

/// <summary>A point in a stream's work. TorchSharp lacks it.</summary>
public sealed unsafe class CudaEvent : IDisposable
{
    private nint handle;

    /// <summary>The point that the stream reaches once it has done what it was given so far.</summary>
    public CudaEvent(CudaStream stream)
    {
        fixed (nint* result = &handle) Native.Check(Native.Event(stream.Handle, result), nameof(CudaEvent));
    }

    /// <summary>What the stream is given from now on begins once the point is reached; the caller does not wait.</summary>
    public void Block(CudaStream stream) => Native.Check(Native.EventWait(handle, stream.Handle), nameof(Block));

    /// <inheritdoc/>
    public void Dispose()
    {
        var old = Interlocked.Exchange(ref handle, 0);
        if (old != 0) Native.EventFree(old);
    }
}
