using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Cuda;

/// <summary>The stream that a thread's work on a CUDA device goes to, by the C functions of libtorch's CUDA library.</summary>
static unsafe class LibtorchStreams
{
    static readonly Lazy<nint> Library = new(Open);
    static readonly Lazy<nint> CurrentFunction = new(() => Export("aoti_torch_get_current_cuda_stream"));
    static readonly Lazy<nint> EnterFunction = new(() => Export("aoti_torch_create_cuda_stream_guard"));
    static readonly Lazy<nint> LeaveFunction = new(() => Export("aoti_torch_delete_cuda_stream_guard"));

    /// <summary>The calling thread's current stream; 0 is the default one.</summary>
    public static nint Current(int device)
    {
        nint stream;
        Check(((delegate* unmanaged<int, nint*, int>)CurrentFunction.Value)(device, &stream), "the current stream");
        return stream;
    }

    /// <summary>Makes a stream the calling thread's current one.</summary>
    /// <returns>What <see cref="Leave"/> takes.</returns>
    public static nint Enter(nint stream, int device)
    {
        nint guard;
        Check(((delegate* unmanaged<nint, int, nint*, int>)EnterFunction.Value)(stream, device, &guard), "a stream");
        return guard;
    }

    /// <summary>Makes the stream before that one the current one again, on the same thread.</summary>
    public static void Leave(nint guard) => Check(((delegate* unmanaged<nint, int>)LeaveFunction.Value)(guard), "the stream before");

    static nint Open()
    {
        Startup.Prepare();
        InitializeDeviceType(DeviceType.CUDA);      // TorchSharp loads libtorch where it finds it
        return NativeLibrary.TryLoad("torch_cuda", typeof(torch).Assembly, null, out var library) ? library
            : throw new CudaException("libtorch_cuda.so does not load: this libtorch is one without CUDA");
    }

    static nint Export(string name) => NativeLibrary.TryGetExport(Library.Value, name, out var function) ? function
        : throw new CudaException($"this libtorch has no {name}");

    static void Check(int status, string what)
    {
        if (status != 0) throw new CudaException($"libtorch refused {what}; it has said why on standard error");
    }
}
