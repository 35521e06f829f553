using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Torch;

/// <summary>
/// Mixed precision (Micikevicius et al. 2018) on this thread until disposed: matrix products, convolutions and attention take narrow
/// copies of their inputs, what needs range or precision runs in float32, and parameters and their gradients stay as they are.
/// TorchSharp lacks it.
/// </summary>
/// <remarks>
/// The backward pass runs each operator in the type of its forward pass, so it belongs outside the region. A parameter's narrow copy is
/// kept until the outermost region ends, when all are dropped: a region must not outlast an update of the parameters.
/// </remarks>
public sealed unsafe class Autocast : IDisposable
{
    private readonly DeviceType device;
    private AutocastState before;
    private bool disposed;

    /// <summary>Begins a region.</summary>
    /// <param name="device">The kind of device whose operators it holds for: CPU or CUDA.</param>
    /// <param name="dtype">The narrow type: bfloat16, or on CUDA float16.</param>
    /// <param name="enabled">False suspends an outer region.</param>
    /// <param name="caching">Whether narrow copies of parameters are kept; false where a <see cref="CudaGraph"/> is recorded inside the region.</param>
    public Autocast(DeviceType device, ScalarType dtype = ScalarType.BFloat16, bool enabled = true, bool caching = true)
    {
        if (device is not (DeviceType.CPU or DeviceType.CUDA))
            throw new ArgumentException($"device is {device}; mixed precision is for CPU and CUDA", nameof(device));
        if (dtype is not ScalarType.BFloat16 && (device, dtype) is not (DeviceType.CUDA, ScalarType.Float16))
            throw new ArgumentException($"dtype is {dtype}; it must be BFloat16, or on CUDA Float16", nameof(dtype));
        this.device = device;
        var state = new AutocastState { Enabled = enabled ? 1 : 0, ScalarType = (int)dtype, Caching = caching ? 1 : 0 };
        fixed (AutocastState* old = &before) Native.Check(Native.AutocastEnter((int)device, &state, old), nameof(Autocast));
    }

    /// <summary>Whether this thread is in a region for a kind of device, CPU or CUDA.</summary>
    public static bool IsEnabled(DeviceType device) => Native.AutocastEnabled((int)device) != 0;

    /// <summary>Ends the region, on the thread that began it.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        fixed (AutocastState* old = &before) Native.Check(Native.AutocastExit((int)device, old), nameof(Autocast));
    }
}
