using AlgoDistill.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>The operations that a transformer spends its time in: fused operators where the engine has them for the device, plain ones elsewhere.</summary>
public static class Kernels
{
    const string Attention = "algodistill::causal_self_attention", DecodingStep = "algodistill::cached_attention",
        Normalisation = "algodistill::residual_layer_norm", TwoLayers = "algodistill::feed_forward", Entropy = "algodistill::cross_entropy",
        Embedding = "algodistill::embedding_sum", Affine = "algodistill::linear", Turning = "algodistill::rotary_split", OnCuda = "algodistill::cuda_kernels";

    // asked for at the first CUDA tensor, as it loads a compiler
    static readonly Lazy<bool> HasCudaKernels = new(() =>
        Environment.GetEnvironmentVariable("ALGODISTILL_FUSED_CUDA") != "0" && Operators.Exists(OnCuda) && Operators.CallScalar(OnCuda).ToBoolean());

    /// <summary>Causal attention of every token to itself and the <paramref name="window"/> − 1 tokens before it.</summary>
    /// <param name="qkv">Queries, keys and values side by side: (B, T, 3C).</param>
    /// <param name="heads">Heads H; C is a multiple of 2H.</param>
    /// <param name="rotaryBase">Base of the rotary position embedding.</param>
    /// <param name="window">Tokens that a token sees, itself included.</param>
    /// <returns>(B, T, C).</returns>
    public static Tensor CausalSelfAttention(Tensor qkv, int heads, double rotaryBase, int window) =>
        Fused(Attention, qkv)
            ? Operators.Call(Attention, qkv, heads, rotaryBase, window < qkv.shape[1] ? window : 0)
            : FusedOnCuda(qkv)
                ? PlainKernels.Attend(Turned(qkv, heads, rotaryBase), window)
                : PlainKernels.CausalSelfAttention(qkv, heads, rotaryBase, window);

    /// <summary>One more token for each of S streams at positions of their own, with a ring cache of W tokens.</summary>
    /// <param name="qkv">(S, 3C).</param>
    /// <param name="keys">(S, H, ⌈W / 16⌉, D, 16), as in <see cref="KvCache"/>; slot position mod W is overwritten.</param>
    /// <param name="values">(S, H, W, D); as <paramref name="keys"/>.</param>
    /// <param name="positions">Tokens seen before: int64 (S).</param>
    /// <param name="heads">Heads H.</param>
    /// <param name="rotaryBase">Base of the rotary position embedding.</param>
    /// <returns>(S, C).</returns>
    public static Tensor CachedAttention(Tensor qkv, Tensor keys, Tensor values, Tensor positions, int heads, double rotaryBase) =>
        Fused(DecodingStep, qkv)
            ? Operators.Call(DecodingStep, qkv, keys, values, positions, heads, rotaryBase)
            : PlainKernels.CachedAttention(qkv, keys, values, positions, heads, rotaryBase);

    /// <summary>The residual stream with an update added, and its layer normalisation.</summary>
    /// <param name="residual">(…, C).</param>
    /// <param name="update">(…, C), or nothing to add.</param>
    /// <param name="norm">Weight and bias, each (C).</param>
    /// <returns>Both (…, C); under mixed precision on CUDA what is normed is narrow, where the fused operator is.</returns>
    public static (Tensor Sum, Tensor Normed) ResidualLayerNorm(Tensor residual, Tensor? update, LayerNorm norm) =>
        Fused(Normalisation, residual) || FusedOnCuda(residual)
            ? Operators.CallPair(Normalisation, residual, update, norm.weight, norm.bias, 1e-5)
            : PlainKernels.ResidualLayerNorm(residual, update, norm);

    /// <summary>A linear layer.</summary>
    /// <param name="input">(…, inputs).</param>
    /// <param name="layer">Weight (outputs, inputs) and bias (outputs).</param>
    /// <returns>(…, outputs).</returns>
    public static Tensor Linear(Tensor input, Linear layer) =>
        Fused(Affine, input) ? Operators.Call(Affine, input, layer.weight, layer.bias) : layer.forward(input);

    /// <summary>The feed-forward layer: gelu(x · expand) · contract with both biases, the exact GELU (Hendrycks and Gimpel 2016).</summary>
    /// <param name="input">(…, C).</param>
    /// <param name="expand">Weight (F, C) and bias (F).</param>
    /// <param name="contract">Weight (C, F) and bias (C).</param>
    /// <returns>(…, C).</returns>
    public static Tensor FeedForward(Tensor input, Linear expand, Linear contract) =>
        Fused(TwoLayers, input)
            ? Operators.Call(TwoLayers, input, expand.weight, expand.bias, contract.weight, contract.bias)
            : PlainKernels.FeedForward(input, expand, contract);

    /// <summary>Weighted mean of the cross-entropy with label smoothing (Szegedy et al. 2016).</summary>
    /// <param name="logits">(N, K).</param>
    /// <param name="targets">Classes: int64 (N).</param>
    /// <param name="weights">(N); the mean is Σ w·loss / Σ w.</param>
    /// <param name="labelSmoothing">Probability spread evenly over the K classes.</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets, Tensor weights, double labelSmoothing) =>
        Fused(Entropy, logits)
            ? Operators.Call(Entropy, logits, targets, weights, labelSmoothing)
            : PlainKernels.CrossEntropy(logits, targets, weights, labelSmoothing);

    /// <summary>Sum over fields of one table row each; a negative index adds nothing.</summary>
    /// <param name="tables">One (K, C) table a field.</param>
    /// <param name="indices">int64 (N, F).</param>
    /// <returns>(N, C).</returns>
    public static Tensor EmbeddingSum(IReadOnlyList<Tensor> tables, Tensor indices) =>
        Fused(Embedding, tables[0])
            ? Operators.Call(Embedding, tables.ToArray(), indices)
            : PlainKernels.EmbeddingSum(tables, indices);

    // the fused operators know one type for all their inputs, so that mixed precision takes the plain ones on a CPU too
    static bool Fused(string name, Tensor x) => x.device_type == DeviceType.CPU && Operators.Exists(name) && !Autocast.IsEnabled(DeviceType.CPU);

    /// <summary>Whether the operators that have kernels for CUDA take <paramref name="x"/>; those know mixed precision.</summary>
    internal static bool FusedOnCuda(Tensor x) => x.device_type == DeviceType.CUDA && x.dtype is (ScalarType.Float32 or ScalarType.BFloat16) && HasCudaKernels.Value;

    // qkv (B, T, 3C) to queries and keys turned by their position, and values: (B, H, T, D) each
    static (Tensor Query, Tensor Key, Tensor Value) Turned(Tensor qkv, int heads, double rotaryBase)
    {
        var (cosine, sine) = RotaryTable.Of(qkv.shape[1], qkv.shape[2] / (3 * heads), rotaryBase, ScalarType.Float32, qkv.device);
        var parts = Operators.CallMany(Turning, qkv, heads, cosine, sine);
        return (parts[0], parts[1], parts[2]);
    }
}
