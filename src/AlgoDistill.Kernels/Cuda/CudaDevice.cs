using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Cuda;

/// <summary>A device as the driver knows it. Its primary context is the one that libtorch works in; it is never released.</summary>
sealed unsafe class CudaDevice
{
    static readonly ConcurrentDictionary<int, CudaDevice> Known = new();
    readonly nint context;

    CudaDevice(int index)
    {
        int device, major, minor;
        Driver.Check(Driver.Initialize(0), "cuInit");
        Driver.Check(Driver.Device(&device, index), "cuDeviceGet");
        Driver.Check(Driver.DeviceAttribute(&major, Driver.CapabilityMajor, device), "cuDeviceGetAttribute");
        Driver.Check(Driver.DeviceAttribute(&minor, Driver.CapabilityMinor, device), "cuDeviceGetAttribute");
        fixed (nint* result = &context) Driver.Check(Driver.RetainPrimaryContext(result, device), "cuDevicePrimaryCtxRetain");
        (Index, Capability) = (index, 10 * major + minor);
    }

    /// <summary>Its number.</summary>
    public int Index { get; }

    /// <summary>Compute capability, 10 · major + minor.</summary>
    public int Capability { get; }

    /// <summary>The device that <paramref name="device"/> names, 0 where it names none.</summary>
    /// <exception cref="CudaException">It is no CUDA device, or the driver is missing or refuses it.</exception>
    public static CudaDevice Of(Device device)
    {
        if (device.type != DeviceType.CUDA) throw new CudaException($"the device is {device}, and this is for cuda");
        if (!Driver.IsPresent) throw new CudaException("the CUDA driver, libcuda.so.1, is not on this machine");
        return Known.GetOrAdd(Math.Max(device.index, 0), index => new CudaDevice(index));
    }

    /// <summary>Makes its context the calling thread's: a thread that has made no call of CUDA's runtime yet has none.</summary>
    public void Enter()
    {
        nint current;
        Driver.Check(Driver.CurrentContext(&current), "cuCtxGetCurrent");
        if (current != context) Driver.Check(Driver.SetCurrentContext(context), "cuCtxSetCurrent");
    }
}
