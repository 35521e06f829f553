using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>The operations of <see cref="Kernels"/> written with PyTorch's own: the reference for tests, and the way on devices without fused ones.</summary>
public static class PlainKernels
{
    /// <inheritdoc cref="Kernels.CausalSelfAttention"/>
    public static Tensor CausalSelfAttention(Tensor qkv, int heads, double rotaryBase, int window)
    {
        var (batch, length, width) = (qkv.shape[0], qkv.shape[1], qkv.shape[2] / 3);
        var parts = qkv.view(batch, length, 3, heads, width / heads).permute(2, 0, 3, 1, 4).unbind(0);  // each (B, H, T, D)
        var positions = arange(length, dtype: ScalarType.Int64, device: qkv.device);
        var (q, k) = (Rotate(parts[0], positions, rotaryBase), Rotate(parts[1], positions, rotaryBase));
        var scores = q.matmul(k.transpose(-2, -1)) / Math.Sqrt(width / heads);                           // (B, H, T, T)
        var distance = positions.unsqueeze(1) - positions.unsqueeze(0);                                  // query − key
        var hidden = distance.lt(0).logical_or(distance.ge(window));
        var attention = scores.masked_fill(hidden, double.NegativeInfinity).softmax(-1);
        return attention.matmul(parts[2]).transpose(1, 2).reshape(batch, length, width);
    }

    /// <inheritdoc cref="Kernels.CachedAttention"/>
    public static Tensor CachedAttention(Tensor qkv, Tensor keys, Tensor values, Tensor positions, int heads, double rotaryBase)
    {
        var (streams, size, window) = (keys.shape[0], keys.shape[2], keys.shape[3]);
        var parts = qkv.view(streams, 3, heads, 1, size).unbind(1);                                      // each (S, H, 1, D)
        var places = positions.view(-1, 1, 1);
        var (q, k) = (Rotate(parts[0], places, rotaryBase), Rotate(parts[1], places, rotaryBase));
        var slot = positions.remainder(window).view(-1, 1, 1, 1);
        keys.scatter_(3, slot.expand(streams, heads, size, 1), k.transpose(-2, -1));
        values.scatter_(2, slot.expand(streams, heads, 1, size), parts[2]);
        var scores = q.matmul(keys) / Math.Sqrt(size);                                                   // (S, H, 1, W)
        var empty = arange(window, dtype: ScalarType.Int64, device: qkv.device).view(1, 1, 1, -1).gt(positions.view(-1, 1, 1, 1));
        return scores.masked_fill(empty, double.NegativeInfinity).softmax(-1).matmul(values).reshape(streams, heads * size);
    }

    /// <inheritdoc cref="Kernels.EmbeddingSum"/>
    public static Tensor EmbeddingSum(IReadOnlyList<Tensor> tables, Tensor indices)
    {
        var total = zeros([indices.shape[0], tables[0].shape[1]], dtype: tables[0].dtype, device: indices.device);
        for (var field = 0; field < tables.Count; field++)
        {
            var index = indices.select(1, field);
            var present = index.ge(0).to_type(tables[field].dtype).unsqueeze(1);
            total = total + tables[field].index_select(0, index.clamp(min: 0)) * present;
        }

        return total;
    }

    /// <summary>Turns each pair (x_i, x_{i + D/2}) by position · base^(−2i / D) (Su et al. 2021, with GPT-NeoX's pairing).</summary>
    /// <param name="x">(…, T, D).</param>
    /// <param name="positions">int64, broadcast to (…, T).</param>
    /// <param name="rotaryBase">The base.</param>
    static Tensor Rotate(Tensor x, Tensor positions, double rotaryBase)
    {
        var half = x.shape[^1] / 2;
        var frequencies = exp(arange(half, dtype: ScalarType.Float64, device: x.device) * (-Math.Log(rotaryBase) / half));
        var angles = positions.to_type(ScalarType.Float64).unsqueeze(-1) * frequencies;                  // (…, T, D/2)
        var (cosine, sine) = (cos(angles).to_type(x.dtype), sin(angles).to_type(x.dtype));
        var (a, b) = (x.narrow(-1, 0, half), x.narrow(-1, half, half));
        return cat([a * cosine - b * sine, b * cosine + a * sine], -1);
    }
}
