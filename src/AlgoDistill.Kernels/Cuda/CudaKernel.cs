using System.Collections.Concurrent;
using System.Globalization;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Cuda;

/// <summary>
/// A kernel in CUDA C++, compiled when it is first run, for the device and the types at hand. The texts are native/cuda, which this assembly
/// carries along.
/// </summary>
/// <param name="name">The function, <c>extern "C"</c>.</param>
/// <param name="file">The text that holds it, read after prelude.cu.</param>
sealed unsafe class CudaKernel(string name, string file)
{
    /// <summary>Threads that work in step.</summary>
    public const int Warp = 32;

    // modules stay loaded: a recorded graph may hold them
    readonly ConcurrentDictionary<(int Device, string Definitions), Lazy<nint>> loaded = new();

    /// <summary>Queues it in the device's current stream, and does nothing for no blocks.</summary>
    /// <param name="definitions">Lines before all text: LANES, the elements of a Pack, and what else the text asks for.</param>
    /// <param name="on">A tensor on the device.</param>
    /// <param name="blocks">Blocks of the grid.</param>
    /// <param name="threads">Threads of a block.</param>
    /// <param name="arguments">What the function declares.</param>
    /// <exception cref="CudaException">It cannot be compiled or launched.</exception>
    public void Launch(string definitions, Tensor on, long blocks, long threads, KernelArguments arguments)
    {
        if (blocks == 0) return;
        if (blocks > int.MaxValue) throw new CudaException($"{name}: {blocks} blocks are more than one launch can have");
        var (device, function) = Prepare(definitions, on);
        var addresses = stackalloc void*[arguments.Count];
        fixed (byte* first = arguments.Bytes)
        {
            arguments.Place(first, addresses);
            Driver.Check(Driver.Launch(function, (uint)blocks, 1, 1, (uint)threads, 1, 1, 0, LibtorchStreams.Current(device.Index), addresses, null), name);
        }

        GC.KeepAlive(arguments);
    }

    /// <summary>Compiles and loads it, which a later launch with the same definitions then does not; enters the device's context.</summary>
    /// <exception cref="CudaException">It cannot be compiled.</exception>
    public (CudaDevice Device, nint Function) Prepare(string definitions, Tensor on)
    {
        var device = CudaDevice.Of(on.device);
        device.Enter();
        return (device, loaded.GetOrAdd((device.Index, definitions), _ => new(() => Load(definitions, device))).Value);
    }

    /// <summary>All text that the compiler is given.</summary>
    public string Text(string definitions) => definitions + Read("prelude.cu") + Read(file);

    /// <summary>The line that gives a macro a value.</summary>
    public static string Define(string macro, string value) => $"#define {macro} {value}\n";

    /// <summary>The line that gives a macro a value.</summary>
    public static string Define(string macro, long value) => Define(macro, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether the kernels have a name for a type: float32 and bfloat16.</summary>
    public static bool HasName(ScalarType type) => type is ScalarType.Float32 or ScalarType.BFloat16;

    /// <summary>What the kernels call a type.</summary>
    public static string NameOf(ScalarType type) => type == ScalarType.Float32 ? "float" : "bfloat16";

    /// <summary>Whether 16 bytes at once can be read from where a tensor begins; none is never read.</summary>
    public static bool IsAligned(Tensor? tensor) => (nint)Libtorch.Data(tensor) % 16 == 0;

    /// <summary>The next multiple of a step.</summary>
    public static long RoundUp(long value, long step) => (value + step - 1) / step * step;

    nint Load(string definitions, CudaDevice device)
    {
        nint module, function;
        fixed (byte* code = Nvrtc.Compile(name, Text(definitions), device.Capability)) Driver.Check(Driver.LoadModule(&module, code), "cuModuleLoadData");
        Driver.Check(Driver.FunctionOf(&function, module, name), "cuModuleGetFunction");
        return function;
    }

    static string Read(string file)
    {
        using var stream = typeof(CudaKernel).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"the assembly does not hold {file}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
