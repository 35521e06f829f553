using static TorchSharp.torch;

namespace AlgoDistill.Torch;

/// <summary>A queue of a device's work: what is given to one stream is done in order, what is given to several may overlap. TorchSharp lacks it.</summary>
public sealed unsafe class CudaStream : IDisposable
{
    private nint handle;

    /// <summary>One of the streams that libtorch keeps for a device.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The device is no accelerator of this libtorch and this machine.</exception>
    public CudaStream(Device device) : this(device, current: false) { }

    private CudaStream(Device device, bool current)
    {
        Device = device;
        fixed (nint* result = &handle) Native.Check(Native.Stream((int)device.type, device.index, current ? 1 : 0, result), nameof(CudaStream));
    }

    /// <summary>The stream that this thread's work on a device goes to.</summary>
    public static CudaStream Current(Device device) => new(device, current: true);

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>This thread's work on the device goes to this stream until the result is disposed.</summary>
    public IDisposable Use() => new Turn(this);

    /// <summary>What this stream is given from now on begins once the other has done what it was given so far.</summary>
    public void WaitFor(CudaStream other)
    {
        using var done = new CudaEvent(other);
        done.Block(this);
    }

    /// <summary>Waits until the stream has done what it was given.</summary>
    public void Synchronize() => Native.Check(Native.StreamSynchronize(handle), nameof(Synchronize));

    /// <inheritdoc/>
    public void Dispose()
    {
        var old = Interlocked.Exchange(ref handle, 0);
        if (old != 0) Native.StreamFree(old);
    }

    internal nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(CudaStream));

    private sealed class Turn : IDisposable
    {
        private readonly CudaStream before;

        public Turn(CudaStream stream)
        {
            before = Current(stream.Device);
            Native.Check(Native.StreamUse(stream.Handle), nameof(Use));
        }

        public void Dispose()
        {
            Native.Check(Native.StreamUse(before.Handle), nameof(Use));
            before.Dispose();
        }
    }
}
