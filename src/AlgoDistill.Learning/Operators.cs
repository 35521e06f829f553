using AlgoDistill.Kernels;
using AlgoDistill.Kernels.Cuda;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>
/// The operations that a transformer spends its time in: fused kernels where there are some for the device and type, plain operators
/// elsewhere.
/// </summary>
public static class Operators
{
    const double Epsilon = 1e-5;    // LayerNorm's own

    /// <summary>Causal attention of every token to itself and the <paramref name="window"/> − 1 tokens before it.</summary>
    /// <param name="qkv">Queries, keys and values side by side: (B, T, 3C).</param>
    /// <param name="heads">Heads H; C is a multiple of 2H.</param>
    /// <param name="rotaryBase">Base of the rotary position embedding.</param>
    /// <param name="window">Tokens that a token sees, itself included.</param>
    /// <returns>(B, T, C).</returns>
    public static Tensor CausalSelfAttention(Tensor qkv, int heads, double rotaryBase, int window) =>
        Fused(qkv)
            ? Kernels.CausalSelfAttention.Apply(qkv, heads, rotaryBase, window)
            : FusedOnCuda(qkv)
                ? PlainOperators.Attend(Turned(MixedPrecision.Cast(qkv), heads, rotaryBase), window)
                : PlainOperators.CausalSelfAttention(qkv, heads, rotaryBase, window);

    /// <summary>One more token for each of S streams at positions of their own, with a ring cache of W tokens.</summary>
    /// <param name="qkv">(S, 3C).</param>
    /// <param name="keys">(S, H, ⌈W / 16⌉, D, 16), as in <see cref="KvCache"/>; slot position mod W is overwritten.</param>
    /// <param name="values">(S, H, W, D); as <paramref name="keys"/>.</param>
    /// <param name="positions">Tokens seen before: int64 (S).</param>
    /// <param name="heads">Heads H.</param>
    /// <param name="rotaryBase">Base of the rotary position embedding.</param>
    /// <returns>(S, C).</returns>
    public static Tensor CachedAttention(Tensor qkv, Tensor keys, Tensor values, Tensor positions, int heads, double rotaryBase) =>
        Fused(qkv)
            ? Kernels.CachedAttention.Apply(qkv, keys, values, positions, heads, rotaryBase)
            : PlainOperators.CachedAttention(qkv, keys, values, positions, heads, rotaryBase);

    /// <summary>The residual stream with an update added, and its layer normalisation.</summary>
    /// <param name="residual">(…, C).</param>
    /// <param name="update">(…, C), or nothing to add.</param>
    /// <param name="norm">Weight and bias, each (C).</param>
    /// <returns>Both (…, C); under mixed precision on CUDA what is normed is narrow, where the fused kernel is.</returns>
    public static (Tensor Sum, Tensor Normed) ResidualLayerNorm(Tensor residual, Tensor? update, LayerNorm norm) =>
        Fused(residual) && norm.eps == Epsilon
            ? Kernels.ResidualLayerNorm.Apply(residual, update, norm.weight!, norm.bias!, Epsilon)
            : FusedOnCuda(residual) && Kernels.Cuda.ResidualLayerNorm.Suits(residual, update, norm.weight!, norm.bias!)
                ? Kernels.Cuda.ResidualLayerNorm.Apply(residual, update, norm.weight!, norm.bias!, norm.eps, MixedPrecision.IsOn ? ScalarType.BFloat16 : ScalarType.Float32)
                : PlainOperators.ResidualLayerNorm(residual, update, norm);

    /// <summary>The second result of <see cref="ResidualLayerNorm"/> alone, for where nothing reads the sum.</summary>
    /// <inheritdoc cref="ResidualLayerNorm"/>
    public static Tensor Normed(Tensor residual, Tensor? update, LayerNorm norm) =>
        Fused(residual) && norm.eps == Epsilon
            ? Kernels.ResidualLayerNorm.Normed(residual, update, norm.weight!, norm.bias!, Epsilon)
            : ResidualLayerNorm(residual, update, norm).Normed;

    /// <summary>A linear layer.</summary>
    /// <param name="input">(…, inputs).</param>
    /// <param name="layer">Weight (outputs, inputs) and bias (outputs).</param>
    /// <returns>(…, outputs).</returns>
    public static Tensor Linear(Tensor input, Linear layer) =>
        Fused(input) && FusedLinear.Suits(input, layer.weight!) ? FusedLinear.Apply(input, layer.weight!, layer.bias) : PlainOperators.Linear(input, layer);

    /// <summary>The feed-forward layer: gelu(x · expand) · contract with both biases, the exact GELU (Hendrycks and Gimpel 2016).</summary>
    /// <param name="input">(…, C).</param>
    /// <param name="expand">Weight (F, C) and bias (F).</param>
    /// <param name="contract">Weight (C, F) and bias (C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor FeedForward(Tensor input, Linear expand, Linear contract) =>
        Fused(input) && Kernels.FeedForward.Suits(input, expand.weight!)
            ? Kernels.FeedForward.Apply(input, expand.weight!, expand.bias!, contract.weight!, contract.bias!)
            : PlainOperators.FeedForward(input, expand, contract);

    /// <summary>Weighted mean of the cross-entropy with label smoothing (Szegedy et al. 2016).</summary>
    /// <param name="logits">(N, K).</param>
    /// <param name="targets">Classes: int64 (N).</param>
    /// <param name="weights">(N); the mean is Σ w·loss / Σ w.</param>
    /// <param name="labelSmoothing">Probability spread evenly over the K classes.</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets, Tensor weights, double labelSmoothing) =>
        Fused(logits)
            ? Kernels.CrossEntropy.Apply(logits, targets, weights, labelSmoothing)
            : PlainOperators.CrossEntropy(logits, targets, weights, labelSmoothing);

    /// <summary>Sum over fields of one table row each; a negative index adds nothing.</summary>
    /// <param name="tables">One (K, C) table a field.</param>
    /// <param name="indices">int64 (N, F).</param>
    /// <returns>(N, C).</returns>
    public static Tensor EmbeddingSum(IReadOnlyList<Tensor> tables, Tensor indices) =>
        Fused(tables[0]) ? Kernels.EmbeddingSum.Apply(tables, indices) : PlainOperators.EmbeddingSum(tables, indices);

    // the kernels know one type for all their inputs, so that mixed precision takes plain operators on a CPU too
    static bool Fused(Tensor x) => Engine.Fuses(x) && !MixedPrecision.IsOn;

    /// <summary>Whether the operations that have kernels for CUDA take <paramref name="x"/>; those know mixed precision.</summary>
    internal static bool FusedOnCuda(Tensor x) => CudaSwitches.Fused && x.device_type == DeviceType.CUDA && x.dtype is (ScalarType.Float32 or ScalarType.BFloat16);

    // qkv (B, T, 3C) to queries and keys turned by their position, and values: (B, H, T, D) each
    static (Tensor Query, Tensor Key, Tensor Value) Turned(Tensor qkv, int heads, double rotaryBase)
    {
        var (cosine, sine) = RotaryTable.Of(qkv.shape[1], qkv.shape[2] / (3 * heads), rotaryBase, ScalarType.Float32, qkv.device);
        return RotarySplit.Apply(qkv, heads, cosine, sine);
    }
}
