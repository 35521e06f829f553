using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Cuda;

/// <summary>
/// Says whether libtorch's allocator has given cached memory of a device back since this was made. It does so when memory runs short, and
/// then with every segment that holds no tensor at once. One such segment, of 2 MB in a stream that nobody else has, is watched here; the
/// driver's number of its buffer never comes again, not even at the same address.
/// </summary>
sealed unsafe class MemoryWatch : IDisposable
{
    readonly CudaStream stream;
    readonly CudaDevice device;
    readonly Device place;
    readonly nint address;
    readonly ulong number;

    /// <summary>Watches from now on.</summary>
    /// <exception cref="CudaException">The driver refuses.</exception>
    public MemoryWatch(Device device)
    {
        (place, this.device, stream) = (device, CudaDevice.Of(device), new CudaStream(device));
        using (stream.Use())
        using (var tensor = empty([1], dtype: ScalarType.Float32, device: device))
            address = (nint)Libtorch.Data(tensor);
        number = Number() ?? throw new CudaException("the driver does not know memory that libtorch has just taken");
    }

    /// <summary>Whether all is as it was. The calling thread's current stream must not be one that is recording.</summary>
    public bool IsIntact
    {
        get
        {
            using (empty([1], dtype: ScalarType.Float32, device: place)) { }     // the allocator's lock: what it is at, it has finished
            return Number() == number;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    // nothing where the address is no memory any more
    ulong? Number()
    {
        device.Enter();
        ulong found;
        return Driver.PointerAttribute(&found, Driver.BufferNumber, address) == 0 ? found : null;
    }
}
