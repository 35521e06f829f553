namespace AlgoDistill.Kernels.Cuda;

/// <summary>
/// What is off on CUDA until a device has verified it, and is turned on by an environment variable that is 1. Without them CUDA runs
/// libtorch's own operators, launched one by one in its default stream.
/// </summary>
public static class CudaSwitches
{
    /// <summary>ALGODISTILL_FUSED_CUDA=1: the kernels of <see cref="RotarySplit"/> and <see cref="ResidualLayerNorm"/>.</summary>
    public const string FusedName = "ALGODISTILL_FUSED_CUDA";

    /// <summary>ALGODISTILL_CUDA_GRAPHS=1: steps are recorded once and replayed, as <see cref="CudaGraph"/> has it.</summary>
    public const string GraphsName = "ALGODISTILL_CUDA_GRAPHS";

    /// <summary>ALGODISTILL_CUDA_STREAMS=1: batches are copied to the device in a stream of their own.</summary>
    public const string StreamsName = "ALGODISTILL_CUDA_STREAMS";

    /// <summary>Whether the fused kernels are on.</summary>
    public static bool Fused { get; } = IsOn(FusedName);

    /// <summary>Whether steps are recorded.</summary>
    public static bool Graphs { get; } = IsOn(GraphsName);

    /// <summary>Whether batches have a stream of their own.</summary>
    public static bool Streams { get; } = IsOn(StreamsName);

    /// <summary>What a run says while steps are not recorded because nobody turned that on.</summary>
    public const string GraphsAreOff = $"recording is off, as no device has verified it since the engine changed; {GraphsName}=1 turns it on";

    static bool IsOn(string name) => Environment.GetEnvironmentVariable(name) == "1";
}
