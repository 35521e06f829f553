using System.Runtime.InteropServices;

namespace AlgoDistill.Kernels.Cuda;

/// <summary>The CUDA driver, NVRTC or libtorch's CUDA library is missing, or refuses a call.</summary>
/// <param name="message">Which, and why.</param>
public sealed class CudaException(string message) : ExternalException(message);
