using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>One more token for each of S streams that need not be in step with each other, with a ring of the last W keys and values each.</summary>
public static unsafe class CachedAttention
{
    /// <summary>Slots whose keys lie together, transposed, so that a query meets them in one sweep of memory.</summary>
    public const int KeyBlock = 16;

    /// <summary>Writes key and value of the token at slot position mod W, and attends to the ring. No gradient.</summary>
    /// <param name="qkv">Of one token a stream: (S, 3C).</param>
    /// <param name="keys">(S, H, ⌈W / 16⌉, D, 16), slot w in block w / 16 and column w mod 16, zeros behind the last slot; changed.</param>
    /// <param name="values">(S, H, W, D); changed.</param>
    /// <param name="positions">Tokens seen before: int64 (S), not negative.</param>
    /// <param name="heads">Heads H.</param>
    /// <param name="rotaryBase">Base of the rotary position embedding; 0 for none.</param>
    /// <returns>(S, C), equal to <see cref="CausalSelfAttention"/> with window W at that position.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a gradient is wanted.</exception>
    public static Tensor Apply(Tensor qkv, Tensor keys, Tensor values, Tensor positions, int heads, double rotaryBase)
    {
        Gradients.Require(Native.Takes(qkv) && qkv.dim() == 2 && heads > 0 && qkv.shape[1] > 0 && qkv.shape[1] % (3 * heads) == 0,
            $"qkv must be (streams, 3 · width) in numbers of the processor, the width a multiple of {heads} heads; got {Gradients.Shape(qkv)}");
        Gradients.Require(!Gradients.Wanted(qkv), $"attention to a cache has no gradient; use no_grad");
        var (streams, size, window) = (qkv.shape[0], qkv.shape[1] / (3 * heads), values.dim() == 4 ? values.shape[2] : 0);
        Gradients.Require(window > 0 && values.shape.SequenceEqual([streams, heads, window, size]) && values.is_contiguous() && Native.Holds(values, qkv.dtype),
            $"values must be contiguous ({streams}, {heads}, window, {size}) of {qkv.dtype}; got {Gradients.Shape(values)}");
        Gradients.Require(keys.shape.SequenceEqual([streams, heads, (window + KeyBlock - 1) / KeyBlock, size, KeyBlock]) && keys.is_contiguous() && Native.Holds(keys, qkv.dtype),
            $"keys must be contiguous ({streams}, {heads}, {(window + KeyBlock - 1) / KeyBlock}, {size}, {KeyBlock}) of {qkv.dtype}; got {Gradients.Shape(keys)}");
        Gradients.Require(positions.shape.SequenceEqual([streams]) && Native.Holds(positions, ScalarType.Int64) && positions.is_contiguous(),
            $"positions must be {streams} int64 numbers; got {Gradients.Shape(positions)}");
        Gradients.Require(rotaryBase == 0 || (rotaryBase > 1 && size % 2 == 0), $"the rotary base must be 0, or above 1 with an even head size; got {rotaryBase} and size {size}");
        foreach (var position in new ReadOnlySpan<long>(Libtorch.Data(positions), (int)streams)) Gradients.Require(position >= 0, $"positions must not be negative; got {position}");
        var input = Gradients.Contiguous(qkv);
        var output = empty([streams, heads * size], dtype: qkv.dtype);
        fixed (double* frequencies = rotaryBase == 0 ? null : RotaryAngles.PerPosition(size, rotaryBase))
            Native.Check(Native.CachedAttention(Native.Wide(qkv), streams, heads, size, window, Libtorch.Data(input), Libtorch.Data(keys), Libtorch.Data(values),
                Libtorch.Data(positions), frequencies, Libtorch.Data(output)), input, keys, values, positions);
        return output;
    }
}
