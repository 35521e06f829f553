using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace AlgoDistill.Torch;

/// <summary>The C functions of libalgodistill.so. Those that return a status leave a text in <see cref="Error"/> when it is not 0.</summary>
internal static unsafe partial class Native
{
    private const string Library = "algodistill";

    static Native()
    {
        NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, (name, _, _) => name == Library ? NativeLocation.Load() : 0);
        KeepFreedMemory();
        UseAllProcessors();
    }

    [LibraryImport(Library, EntryPoint = "ad_error")]
    private static partial byte* Error();

    [LibraryImport(Library, EntryPoint = "ad_operator")]
    internal static partial nint Operator(byte* name, byte* overload);

    [LibraryImport(Library, EntryPoint = "ad_schema")]
    internal static partial byte* Schema(nint op);

    [LibraryImport(Library, EntryPoint = "ad_call")]
    internal static partial int Call(nint op, NativeValue* arguments, int count, NativeValue* results, int capacity, int* returned);

    [LibraryImport(Library, EntryPoint = "ad_free")]
    internal static partial void Free(void* block);

    [LibraryImport(Library, EntryPoint = "ad_tensor_free")]
    internal static partial void TensorFree(nint tensor);

    [LibraryImport(Library, EntryPoint = "ad_tensor_facts")]
    [SuppressGCTransition]
    internal static partial int TensorFacts(nint tensor, TensorFacts* facts);

    [LibraryImport(Library, EntryPoint = "ad_tensor_from_data")]
    internal static partial int TensorFromData(void* data, long* sizes, int rank, int scalarType, nint* result);

    [LibraryImport(Library, EntryPoint = "ad_tensor_data")]
    [SuppressGCTransition]
    internal static partial int TensorData(nint tensor, void** data);

    [LibraryImport(Library, EntryPoint = "ad_tensor_grad")]
    internal static partial int TensorGrad(nint tensor, nint* gradient);

    [LibraryImport(Library, EntryPoint = "ad_tensor_set_grad")]
    internal static partial int TensorSetGrad(nint tensor, nint gradient);

    [LibraryImport(Library, EntryPoint = "ad_tensor_set_requires_grad")]
    internal static partial int TensorSetRequiresGrad(nint tensor, int requiresGrad);

    [LibraryImport(Library, EntryPoint = "ad_backward")]
    internal static partial int Backward(nint* roots, nint* gradients, int count, nint* inputs, int inputCount, int retainGraph, int createGraph);

    [LibraryImport(Library, EntryPoint = "ad_grad")]
    internal static partial int Grad(nint* outputs, nint* gradients, int count, nint* inputs, int inputCount, int retainGraph, int createGraph, int allowUnused, nint* results);

    [LibraryImport(Library, EntryPoint = "ad_torch_version")]
    internal static partial byte* TorchVersion();

    [LibraryImport(Library, EntryPoint = "ad_switch")]
    [SuppressGCTransition]
    internal static partial int Switch(Switch which, int value);

    [LibraryImport(Library, EntryPoint = "ad_default_dtype")]
    internal static partial int DefaultScalarType();

    [LibraryImport(Library, EntryPoint = "ad_set_default_dtype")]
    internal static partial int SetDefaultScalarType(int scalarType);

    [LibraryImport(Library, EntryPoint = "ad_inference_mode_enter")]
    internal static partial nint InferenceModeEnter(int on);

    [LibraryImport(Library, EntryPoint = "ad_inference_mode_exit")]
    internal static partial void InferenceModeExit(nint guard);

    [LibraryImport(Library, EntryPoint = "ad_inference_mode_enabled")]
    internal static partial int InferenceModeEnabled();

    [LibraryImport(Library, EntryPoint = "ad_threads")]
    internal static partial int Threads();

    [LibraryImport(Library, EntryPoint = "ad_set_threads")]
    internal static partial int SetThreads(int count);

    [LibraryImport(Library, EntryPoint = "ad_keep_freed_memory")]
    internal static partial void KeepFreedMemory();

    [LibraryImport(Library, EntryPoint = "ad_manual_seed")]
    internal static partial int ManualSeed(ulong seed);

    [LibraryImport(Library, EntryPoint = "ad_generator")]
    internal static partial int Generator(int deviceType, int deviceIndex, int shared, nint* result);

    [LibraryImport(Library, EntryPoint = "ad_generator_free")]
    internal static partial void GeneratorFree(nint generator);

    [LibraryImport(Library, EntryPoint = "ad_generator_set_seed")]
    internal static partial int GeneratorSetSeed(nint generator, ulong seed);

    [LibraryImport(Library, EntryPoint = "ad_generator_seed")]
    internal static partial ulong GeneratorSeed(nint generator);

    [LibraryImport(Library, EntryPoint = "ad_generator_state")]
    internal static partial int GeneratorState(nint generator, nint* state);

    [LibraryImport(Library, EntryPoint = "ad_generator_set_state")]
    internal static partial int GeneratorSetState(nint generator, nint state);

    [LibraryImport(Library, EntryPoint = "ad_cuda_devices")]
    internal static partial int CudaDevices();

    [LibraryImport(Library, EntryPoint = "ad_cuda_synchronize")]
    internal static partial int CudaSynchronize(int index);

    [LibraryImport(Library, EntryPoint = "ad_autocast_enabled")]
    [SuppressGCTransition]
    internal static partial int AutocastEnabled(int deviceType);

    [LibraryImport(Library, EntryPoint = "ad_autocast_enter")]
    internal static partial int AutocastEnter(int deviceType, AutocastState* state, AutocastState* before);

    [LibraryImport(Library, EntryPoint = "ad_autocast_exit")]
    internal static partial int AutocastExit(int deviceType, AutocastState* before);

    [LibraryImport(Library, EntryPoint = "ad_stream")]
    internal static partial int Stream(int deviceType, int deviceIndex, int current, nint* result);

    [LibraryImport(Library, EntryPoint = "ad_stream_free")]
    internal static partial void StreamFree(nint stream);

    [LibraryImport(Library, EntryPoint = "ad_stream_use")]
    internal static partial int StreamUse(nint stream);

    [LibraryImport(Library, EntryPoint = "ad_stream_synchronize")]
    internal static partial int StreamSynchronize(nint stream);

    [LibraryImport(Library, EntryPoint = "ad_event")]
    internal static partial int Event(nint stream, nint* result);

    [LibraryImport(Library, EntryPoint = "ad_event_free")]
    internal static partial void EventFree(nint cudaEvent);

    [LibraryImport(Library, EntryPoint = "ad_event_wait")]
    internal static partial int EventWait(nint cudaEvent, nint stream);

    [LibraryImport(Library, EntryPoint = "ad_cuda_graphs")]
    internal static partial int CudaGraphs();

    [LibraryImport(Library, EntryPoint = "ad_graph_begin")]
    internal static partial int GraphBegin(int index, nint* result);

    [LibraryImport(Library, EntryPoint = "ad_graph_end")]
    internal static partial int GraphEnd(int index, nint graph);

    [LibraryImport(Library, EntryPoint = "ad_graph_replay")]
    internal static partial int GraphReplay(nint graph);

    [LibraryImport(Library, EntryPoint = "ad_graph_free")]
    internal static partial int GraphFree(nint graph);

    [LibraryImport(Library, EntryPoint = "ad_cuda_memory")]
    internal static partial int CudaMemory(int index, CudaMemoryFigures* memory);

    [LibraryImport(Library, EntryPoint = "ad_cuda_memory_reset_peak")]
    internal static partial int CudaMemoryResetPeak(int index);

    [LibraryImport(Library, EntryPoint = "ad_cuda_memory_empty_cache")]
    internal static partial int CudaMemoryEmptyCache();

    /// <summary>Sets a switch.</summary>
    internal static void Set(Switch which, int value) => _ = Switch(which, value);

    /// <summary>Raises this thread's error text as an <see cref="ExternalException"/> when the status is not 0.</summary>
    internal static void Check(int status, string what = "libtorch")
    {
        if (status != 0) Throw(what);
    }

    // libtorch takes one thread where it believes that two processors share a core, which virtual machines make it believe.
    private static void UseAllProcessors()
    {
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null or "") Check(SetThreads(Environment.ProcessorCount));
    }

    private static void Throw(string what) =>
        throw new ExternalException($"{what}: {Marshal.PtrToStringUTF8((nint)Error())}");
}
