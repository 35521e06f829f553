using AlgoDistill.Kernels.Cuda;
using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

/// <summary>A test that needs a CUDA device; elsewhere it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute() => Skip = Obstacle;

    internal static string? Obstacle { get; } = cuda.is_available() ? null : "libtorch sees no CUDA device";
}

/// <inheritdoc cref="CudaFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CudaTheoryAttribute : TheoryAttribute
{
    public CudaTheoryAttribute() => Skip = CudaFactAttribute.Obstacle;
}

/// <summary>A test that needs the run-time compiler of CUDA, though no device; elsewhere it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NvrtcTheoryAttribute : TheoryAttribute
{
    public NvrtcTheoryAttribute() => Skip = Nvrtc.IsPresent ? null : "there is no NVRTC";
}
