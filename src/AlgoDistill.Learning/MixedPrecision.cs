using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>
/// Products of matrices and attention in bfloat16 while it is on, on this thread: <see cref="Operators"/> cast their inputs and weights and
/// the gradients come back in float32, so that parameters and optimiser keep all their bits (Micikevicius et al. 2018).
/// </summary>
sealed class MixedPrecision : IDisposable
{
    [ThreadStatic]
    static int depth;

    /// <summary>Turns it on until it is disposed.</summary>
    public MixedPrecision() => depth++;

    /// <summary>Whether it is on.</summary>
    public static bool IsOn => depth > 0;

    /// <summary>What a product computes with: <paramref name="x"/> itself, or narrowed while this is on.</summary>
    public static Tensor Cast(Tensor x) => IsOn && x.dtype == ScalarType.Float32 ? x.to_type(ScalarType.BFloat16) : x;

    /// <summary>What sums and losses compute with: <paramref name="x"/> itself, or widened where it is narrow.</summary>
    public static Tensor Widen(Tensor x) => x.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? x.to_type(ScalarType.Float32) : x;

    /// <inheritdoc/>
    public void Dispose() => depth--;
}
