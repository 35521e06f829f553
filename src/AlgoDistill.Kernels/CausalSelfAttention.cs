using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>
/// Causal attention of every token to itself and those before it, in one pass over keys and values that keeps no scores (Dao et al. 2022),
/// with rotary positions.
/// </summary>
public static unsafe class CausalSelfAttention
{
    /// <summary>Softmax of q·k / √size over the keys 0 ≤ i − j &lt; window, times v.</summary>
    /// <param name="qkv">Queries, keys and values side by side, (B, T, 3C), float32 or float64 on the processor.</param>
    /// <param name="heads">Heads H, of size C / H.</param>
    /// <param name="rotaryBase">Base of the rotary position embedding, which pairs i with i + size / 2; 0 for none.</param>
    /// <param name="window">Tokens that a token sees, itself included.</param>
    /// <returns>(B, T, C).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(Tensor qkv, int heads, double rotaryBase, int window)
    {
        var shape = qkv.shape;
        Gradients.Require(Native.Takes(qkv) && shape.Length == 3 && heads > 0 && shape[2] > 0 && shape[2] % (3 * heads) == 0,
            $"qkv must be (batch, time, 3 · width) in numbers of the processor, the width a multiple of {heads} heads; got {Gradients.Shape(qkv)}");
        var call = new Call(shape[0], shape[1], heads, shape[2] / 3 / heads, Math.Min(window, Math.Max(shape[1], 1)), rotaryBase);
        Gradients.Require(rotaryBase == 0 || (rotaryBase > 1 && call.Size % 2 == 0), $"the rotary base must be 0, or above 1 with an even head size; got {rotaryBase} and size {call.Size}");
        Gradients.Require(window > 0, $"the window must be positive; got {window}");
        var all = Gradients.Contiguous(qkv);
        var (output, logSums) = Forward(all, call);
        if (Gradients.Wanted(qkv)) GradientNode.Attach([qkv], [output], [all, Gradients.Kept(output), logSums], (saved, gradients) => Backward(saved, call, gradients));
        logSums.Dispose();
        return output;
    }

    sealed record Call(long Batch, long Time, long Heads, long Size, long Window, double RotaryBase);

    static (Tensor? Cosines, Tensor? Sines) Angles(Tensor qkv, Call call) =>
        call.RotaryBase == 0 ? (null, null) : RotaryAngles.Table(qkv.dtype, call.Size, call.RotaryBase, call.Time);

    static (Tensor Output, Tensor LogSums) Forward(Tensor qkv, Call call)
    {
        var (cosines, sines) = Angles(qkv, call);
        var output = empty([call.Batch, call.Time, call.Heads * call.Size], dtype: qkv.dtype);
        var logSums = empty([call.Batch, call.Heads, call.Time], dtype: qkv.dtype);
        Native.Check(Native.Attention(Native.Wide(qkv), call.Batch, call.Time, call.Heads, call.Size, call.Window, Libtorch.Data(qkv),
            Libtorch.Data(cosines), Libtorch.Data(sines), Libtorch.Data(output), Libtorch.Data(logSums)), qkv);
        return (output, logSums);
    }

    static Tensor?[] Backward(Tensor[] saved, Call call, Tensor?[] gradients)
    {
        Gradients.PutInOrder(gradients);
        var result = empty_like(saved[0]);
        var (cosines, sines) = Angles(result, call);
        Native.Check(Native.AttentionBackward(Native.Wide(result), call.Batch, call.Time, call.Heads, call.Size, call.Window, Libtorch.Data(saved[0]), Libtorch.Data(cosines), Libtorch.Data(sines),
            Libtorch.Data(saved[1]), Libtorch.Data(saved[2]), Libtorch.Data(gradients[0]), Libtorch.Data(result)));
        return [result];
    }
}
