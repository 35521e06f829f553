using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>The C functions of libalgodistill.so, as native/interface declares them.</summary>
static unsafe partial class Native
{
    public const string Library = "algodistill";

    /// <summary>Whether the library was built and loads, and is not turned off by ALGODISTILL_KERNELS=0.</summary>
    public static bool IsPresent { get; } = Load();

    /// <summary>Whether the kernels compute with <paramref name="x"/>: float32 or float64 on the processor.</summary>
    public static bool Takes(Tensor x) => IsPresent && x.device_type == DeviceType.CPU && x.dtype is ScalarType.Float32 or ScalarType.Float64;

    /// <summary>1 for float64, 0 for float32.</summary>
    public static int Wide(Tensor x) => x.dtype == ScalarType.Float64 ? 1 : 0;

    /// <summary>Whether <paramref name="x"/> holds elements of a type on the processor.</summary>
    public static bool Holds(Tensor x, ScalarType type) => x.device_type == DeviceType.CPU && x.dtype == type;

    /// <summary>Raises what a function's status says.</summary>
    /// <param name="status">What it returned.</param>
    /// <param name="read">The tensors whose memory it was given and that nobody may hold but the caller's locals: they live until here.</param>
    /// <exception cref="InsufficientMemoryException">The status is not 0.</exception>
    public static void Check(int status, params ReadOnlySpan<Tensor?> read)
    {
        foreach (var tensor in read) GC.KeepAlive(tensor);
        if (status != 0) throw new InsufficientMemoryException("a kernel found no memory to work in");
    }

    static bool Load()
    {
        var (parallelFor, threadCount) = (Libtorch.Export("torch_parallel_for"), Libtorch.Export("torch_get_num_threads"));
        if (!Startup.LoadKernels(out _)) return false;
        UseThreads(parallelFor, threadCount);
        return true;
    }

    [LibraryImport(Library, EntryPoint = "algodistill_use_threads")]
    private static partial void UseThreads(nint parallelFor, nint threadCount);

    [LibraryImport(Library, EntryPoint = "algodistill_instruction_set")]
    public static partial int InstructionSet();

    [LibraryImport(Library, EntryPoint = "algodistill_attention")]
    public static partial int Attention(int wide, long batch, long time, long heads, long size, long window, void* qkv, void* cosines, void* sines,
        void* output, void* logSums);

    [LibraryImport(Library, EntryPoint = "algodistill_attention_backward")]
    public static partial int AttentionBackward(int wide, long batch, long time, long heads, long size, long window, void* qkv, void* cosines, void* sines,
        void* output, void* logSums, void* outputGradient, void* qkvGradient);

    [LibraryImport(Library, EntryPoint = "algodistill_cached_attention")]
    public static partial int CachedAttention(int wide, long streams, long heads, long size, long window, void* qkv, void* keys, void* values,
        void* positions, double* frequencies, void* output);

    [LibraryImport(Library, EntryPoint = "algodistill_linear")]
    public static partial int Linear(int wide, long rows, long inputs, long outputs, void* x, void* weight, void* bias, void* y);

    [LibraryImport(Library, EntryPoint = "algodistill_linear_backward")]
    public static partial int LinearBackward(int wide, long rows, long inputs, long outputs, void* x, void* weight, void* yGradient, void* xGradient,
        void* weightGradient, void* biasGradient);

    [LibraryImport(Library, EntryPoint = "algodistill_feed_forward")]
    public static partial int FeedForward(int wide, long rows, long width, long inner, void* x, void* expand, void* expandBias, void* contract,
        void* contractBias, void* hidden, void* y);

    [LibraryImport(Library, EntryPoint = "algodistill_feed_forward_backward")]
    public static partial int FeedForwardBackward(int wide, long rows, long width, long inner, void* x, void* expand, void* expandBias, void* contract,
        void* contractBias, void* hidden, void* yGradient, void* xGradient, void* expandGradient, void* expandBiasGradient, void* contractGradient,
        void* contractBiasGradient);

    [LibraryImport(Library, EntryPoint = "algodistill_perceptron")]
    public static partial int Perceptron(int wide, long rows, long layers, long* sizes, int activation, int activateLast, void* x, void** weights,
        void** biases, void* hidden, void* y);

    [LibraryImport(Library, EntryPoint = "algodistill_perceptron_backward")]
    public static partial int PerceptronBackward(int wide, long rows, long layers, long* sizes, int activation, int activateLast, void* x, void** weights,
        void** biases, void* hidden, void* y, void* yGradient, void* xGradient, void** weightGradients, void** biasGradients);

    [LibraryImport(Library, EntryPoint = "algodistill_layer_norm")]
    public static partial int LayerNorm(int wide, long rows, long columns, double eps, void* residual, void* update, void* weight, void* bias, void* sum,
        void* normed, void* means, void* scales);

    [LibraryImport(Library, EntryPoint = "algodistill_layer_norm_backward")]
    public static partial int LayerNormBackward(int wide, long rows, long columns, void* sum, void* means, void* scales, void* weight, void* sumGradient,
        void* normedGradient, void* gradient, void* weightGradient, void* biasGradient);

    [LibraryImport(Library, EntryPoint = "algodistill_cross_entropy")]
    public static partial int CrossEntropy(int wide, long rows, long classes, void* logits, void* targets, void* weights, double smoothing, void* logSums,
        double* loss, double* totalWeight, long* wrongRow);

    [LibraryImport(Library, EntryPoint = "algodistill_cross_entropy_backward")]
    public static partial int CrossEntropyBackward(int wide, long rows, long classes, void* logits, void* targets, void* weights, double smoothing,
        void* logSums, double scale, void* gradient);

    [LibraryImport(Library, EntryPoint = "algodistill_embedding_sum")]
    public static partial int EmbeddingSum(int wide, long rows, long fields, long columns, void** tables, long* entries, void* indices, void* output,
        long* wrongPlace);

    [LibraryImport(Library, EntryPoint = "algodistill_embedding_sum_backward")]
    public static partial int EmbeddingSumBackward(int wide, long rows, long fields, long field, long entries, long columns, void* indices,
        void* outputGradient, void* tableGradient);

    [LibraryImport(Library, EntryPoint = "algodistill_adamw")]
    public static partial int AdamW(int wide, long count, void** parameters, void** gradients, void** first, void** second, long* lengths, double* decays,
        double learningRate, double beta1, double beta2, double eps, long step, double maxNorm, double* normBefore);
}
