namespace AlgoDistill.Kernels.Cuda;

/// <summary>A point in a stream's work.</summary>
public sealed unsafe class CudaEvent : IDisposable
{
    readonly CudaDevice device;
    nint handle;

    internal CudaEvent(CudaDevice device, nint stream)
    {
        this.device = device;
        device.Enter();
        fixed (nint* result = &handle) Driver.Check(Driver.CreateEvent(result, Driver.WithoutTiming), "cuEventCreate");
        Driver.Check(Driver.RecordEvent(handle, stream), "cuEventRecord");
    }

    /// <summary>What this thread's current stream is given from now on begins once the point is reached; the caller does not wait.</summary>
    public void BlockCurrent() => Block(LibtorchStreams.Current(device.Index));

    /// <inheritdoc/>
    public void Dispose()
    {
        var old = Interlocked.Exchange(ref handle, 0);
        if (old == 0) return;
        device.Enter();
        Driver.Check(Driver.DestroyEvent(old), "cuEventDestroy");
    }

    internal void Block(nint stream)
    {
        device.Enter();
        Driver.Check(Driver.WaitForEvent(stream, handle, 0), "cuStreamWaitEvent");
    }
}
