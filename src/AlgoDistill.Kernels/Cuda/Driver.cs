using System.Runtime.InteropServices;

namespace AlgoDistill.Kernels.Cuda;

/// <summary>
/// What is used of the CUDA driver's C interface. Each function is looked up at its first call, so that nothing is needed on a machine
/// without CUDA; whoever has a <see cref="CudaDevice"/> has the driver.
/// </summary>
static unsafe partial class Driver
{
    /// <summary>CU_STREAM_NON_BLOCKING: the default stream neither waits for a stream of this kind nor is waited for.</summary>
    public const uint NonBlocking = 1;

    /// <summary>CU_EVENT_DISABLE_TIMING.</summary>
    public const uint WithoutTiming = 2;

    /// <summary>CU_STREAM_CAPTURE_MODE_RELAXED: no call of any thread is refused because a stream is recording.</summary>
    public const int Relaxed = 2;

    /// <summary>CU_POINTER_ATTRIBUTE_BUFFER_ID: a number that no other allocation of the process ever has.</summary>
    public const int BufferNumber = 7;

    /// <summary>CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR.</summary>
    public const int CapabilityMajor = 75, CapabilityMinor = 76;

    const string Library = "libcuda.so.1";

    /// <summary>Whether this machine has the driver.</summary>
    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Raises what a function's status says.</summary>
    /// <param name="status">0 for success.</param>
    /// <param name="what">What was asked for.</param>
    /// <exception cref="CudaException">It is not 0.</exception>
    public static void Check(int status, string what)
    {
        if (status == 0) return;
        byte* reason = null;
        _ = ErrorString(status, &reason);
        throw new CudaException($"{what}: {(reason is null ? $"error {status}, for which the CUDA driver has no words" : Marshal.PtrToStringUTF8((nint)reason))}");
    }

    [LibraryImport(Library, EntryPoint = "cuGetErrorString")]
    private static partial int ErrorString(int status, byte** text);

    [LibraryImport(Library, EntryPoint = "cuInit")]
    public static partial int Initialize(uint flags);

    [LibraryImport(Library, EntryPoint = "cuDeviceGet")]
    public static partial int Device(int* device, int index);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetAttribute")]
    public static partial int DeviceAttribute(int* value, int attribute, int device);

    [LibraryImport(Library, EntryPoint = "cuDevicePrimaryCtxRetain")]
    public static partial int RetainPrimaryContext(nint* context, int device);

    [LibraryImport(Library, EntryPoint = "cuCtxGetCurrent")]
    public static partial int CurrentContext(nint* context);

    [LibraryImport(Library, EntryPoint = "cuCtxSetCurrent")]
    public static partial int SetCurrentContext(nint context);

    [LibraryImport(Library, EntryPoint = "cuModuleLoadData")]
    public static partial int LoadModule(nint* module, void* image);

    [LibraryImport(Library, EntryPoint = "cuModuleGetFunction", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FunctionOf(nint* function, nint module, string name);

    [LibraryImport(Library, EntryPoint = "cuLaunchKernel")]
    public static partial int Launch(nint function, uint blocksX, uint blocksY, uint blocksZ, uint threadsX, uint threadsY, uint threadsZ,
        uint sharedBytes, nint stream, void** arguments, void** extra);

    [LibraryImport(Library, EntryPoint = "cuStreamCreate")]
    public static partial int CreateStream(nint* stream, uint flags);

    [LibraryImport(Library, EntryPoint = "cuStreamSynchronize")]
    public static partial int SynchronizeStream(nint stream);

    [LibraryImport(Library, EntryPoint = "cuStreamWaitEvent")]
    public static partial int WaitForEvent(nint stream, nint occasion, uint flags);

    [LibraryImport(Library, EntryPoint = "cuEventCreate")]
    public static partial int CreateEvent(nint* occasion, uint flags);

    [LibraryImport(Library, EntryPoint = "cuEventRecord")]
    public static partial int RecordEvent(nint occasion, nint stream);

    [LibraryImport(Library, EntryPoint = "cuEventDestroy_v2")]
    public static partial int DestroyEvent(nint occasion);

    [LibraryImport(Library, EntryPoint = "cuStreamBeginCapture_v2")]
    public static partial int BeginCapture(nint stream, int mode);

    [LibraryImport(Library, EntryPoint = "cuStreamEndCapture")]
    public static partial int EndCapture(nint stream, nint* graph);

    [LibraryImport(Library, EntryPoint = "cuGraphInstantiateWithFlags")]
    public static partial int Instantiate(nint* executable, nint graph, ulong flags);

    [LibraryImport(Library, EntryPoint = "cuGraphLaunch")]
    public static partial int LaunchGraph(nint executable, nint stream);

    [LibraryImport(Library, EntryPoint = "cuGraphExecDestroy")]
    public static partial int DestroyExecutable(nint executable);

    [LibraryImport(Library, EntryPoint = "cuGraphDestroy")]
    public static partial int DestroyGraph(nint graph);

    [LibraryImport(Library, EntryPoint = "cuPointerGetAttribute")]
    public static partial int PointerAttribute(void* value, int attribute, nint address);
}
