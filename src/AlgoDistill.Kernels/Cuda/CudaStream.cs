using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Cuda;

/// <summary>
/// A queue of a device's work besides the default one: what is given to one stream is done in order, what is given to several may overlap.
/// Memory of tensors made in a stream comes back to that stream alone, as libtorch's allocator keeps it by streams.
/// </summary>
/// <remarks>Streams are never destroyed but kept for the next owner, as libtorch goes on knowing them by their handles.</remarks>
public sealed unsafe class CudaStream : IDisposable
{
    static readonly ConcurrentDictionary<int, ConcurrentBag<nint>> Idle = new();
    readonly CudaDevice device;
    nint handle;

    /// <summary>A stream that no other has until it is disposed.</summary>
    /// <exception cref="CudaException">The device is no CUDA device, or the driver is missing or refuses.</exception>
    public CudaStream(Device device)
    {
        this.device = CudaDevice.Of(device);
        this.device.Enter();
        if (Idle.GetOrAdd(this.device.Index, _ => []).TryTake(out handle)) return;
        fixed (nint* result = &handle) Driver.Check(Driver.CreateStream(result, Driver.NonBlocking), "cuStreamCreate");
    }

    /// <summary>This thread's work on the device goes to this stream until the result is disposed, on the same thread.</summary>
    public IDisposable Use() => new Turn(this);

    /// <summary>What this stream is given from now on begins once this thread's current stream has done what it was given so far.</summary>
    public void WaitForCurrent()
    {
        using var done = new CudaEvent(device, LibtorchStreams.Current(device.Index));
        done.Block(Handle);
    }

    /// <summary>The point that this stream reaches once it has done what it was given so far.</summary>
    public CudaEvent Record() => new(device, Handle);

    /// <summary>Waits until the stream has done what it was given, and gives it back.</summary>
    public void Dispose()
    {
        var old = Interlocked.Exchange(ref handle, 0);
        if (old == 0) return;
        device.Enter();
        Driver.Check(Driver.SynchronizeStream(old), "cuStreamSynchronize");
        Idle[device.Index].Add(old);
    }

    internal nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(CudaStream));

    sealed class Turn(CudaStream stream) : IDisposable
    {
        readonly nint guard = LibtorchStreams.Enter(stream.Handle, stream.device.Index);

        public void Dispose() => LibtorchStreams.Leave(guard);
    }
}
