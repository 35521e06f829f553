using System.Runtime.InteropServices;
using TorchSharp;

namespace AlgoDistill.Learning;

/// <summary>libtorch on this machine, with so many threads.</summary>
/// <param name="Threads">Threads among which it divides an operation, at least 1.</param>
public sealed record TorchEngine(int Threads) : IComputeEngine
{
    const string Atens = "ATEN_CPU_CAPABILITY", ProcessorFile = "/proc/cpuinfo";

    // What makes a mathematics library take other kernels than those of the processor
    static readonly string[] Choosing =
        ["OPENBLAS_CORETYPE", "MKL_CBWR", "MKL_ENABLE_INSTRUCTIONS", "ONEDNN_MAX_CPU_ISA", "ONEDNN_DEFAULT_FPMATH_MODE"];

    static readonly Lock Gate = new();
    static int inside, outside; // how many have entered, and the threads before the first did

    /// <summary>Threads among which it divides an operation.</summary>
    public int Threads { get; init; } = Require.InRange(Threads, 1, int.MaxValue, "threads");

    /// <summary>The engine with the threads that libtorch had when this was first asked for: all cores, unless <c>OMP_NUM_THREADS</c> says otherwise.</summary>
    public static TorchEngine Default => field ??= new TorchEngine(torch.get_num_threads());

    /// <inheritdoc/>
    public ComputeEnvironment Environment => new()
    {
        InstructionSet = InstructionSet(Kernels.Engine.InstructionSet, System.Environment.GetEnvironmentVariable),
        Engine = $"libtorch {torch.__version__}",
        Threads = Threads,
        Processor = Processor,
        Variables = Variables(System.Environment.GetEnvironmentVariable),
    };

    static string Processor => field ??= (File.Exists(ProcessorFile) ? ModelName(File.ReadLines(ProcessorFile)) : null)
        ?? $"{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant();

    /// <inheritdoc/>
    public IComputeEngine With(int threads) => new TorchEngine(threads);

    /// <inheritdoc/>
    public IDisposable Enter()
    {
        lock (Gate)
        {
            if (inside++ == 0) outside = torch.get_num_threads();
            torch.set_num_threads(Threads); // each thread of the process has its own number of them
        }

        return new Exit();
    }

    /// <summary>The instructions of the kernels, <c>none</c> without them, as plain operators give other bits; in brackets what <c>ATEN_CPU_CAPABILITY</c> asks of libtorch's own.</summary>
    internal static string InstructionSet(string kernels, Func<string, string?> variable) => variable(Atens) is { Length: > 0 } atens ? $"{kernels} (ATen {atens})" : kernels;

    /// <summary>The variables that choose kernels and are set; nothing where none is.</summary>
    internal static string? Variables(Func<string, string?> variable) =>
        Choosing.Where(name => variable(name) is { Length: > 0 }).Select(name => $"{name}={variable(name)}").ToArray() is { Length: > 0 } set ? string.Join(' ', set) : null;

    /// <summary>The name of the first processor in the system's list, with the numbers that tell it from others of that name; nothing where the list has no name.</summary>
    internal static string? ModelName(IEnumerable<string> lines)
    {
        var values = lines.TakeWhile(line => line.Length > 0).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
        return !values.TryGetValue("model name", out var name) ? null
            : values.TryGetValue("cpu family", out var family) && values.TryGetValue("model", out var model) ? $"{name} (family {family}, model {model})" : name;
    }

    sealed class Exit : IDisposable
    {
        bool disposed;

        public void Dispose()
        {
            lock (Gate)
            {
                if (disposed) return;
                disposed = true;
                if (--inside == 0) torch.set_num_threads(outside);
            }
        }
    }
}
