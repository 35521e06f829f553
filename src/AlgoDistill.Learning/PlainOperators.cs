using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>
/// The operations of <see cref="Operators"/> written with PyTorch's own: the reference for tests, and the way on devices without fused
/// ones. They never wait for the device and their shapes do not depend on data, so that they can be recorded as a graph; under
/// <see cref="MixedPrecision"/>, normalisation, sums and losses stay in float32.
/// </summary>
public static class PlainOperators
{
    /// <inheritdoc cref="Operators.CausalSelfAttention"/>
    public static Tensor CausalSelfAttention(Tensor qkv, int heads, double rotaryBase, int window)
    {
        qkv = MixedPrecision.Cast(qkv);
        var (batch, length, width) = (qkv.shape[0], qkv.shape[1], qkv.shape[2] / 3);
        var parts = qkv.view(batch, length, 3, heads, width / heads).split([2L, 1L], 2);         // split, not slices: their gradients are put together in one pass
        var turned = RotaryTable.Turn(parts[0].permute(2, 0, 3, 1, 4), RotaryTable.Of(length, width / heads, rotaryBase, qkv.dtype, qkv.device)).unbind(0);
        return Attend((turned[0], turned[1], parts[1].squeeze(2).transpose(1, 2)), window);
    }

    /// <summary>Attention of queries, keys and values that are turned already, (B, H, T, D) each: (B, T, H · D).</summary>
    internal static Tensor Attend((Tensor Query, Tensor Key, Tensor Value) of, int window)
    {
        var length = of.Query.shape[2];
        var attended = window >= length
            ? nn.functional.scaled_dot_product_attention(of.Query, of.Key, of.Value, is_casual: true)
            : nn.functional.scaled_dot_product_attention(of.Query, of.Key, of.Value, Visible(length, window, of.Query.device));
        return attended.transpose(1, 2).flatten(2);
    }

    /// <inheritdoc cref="Operators.CachedAttention"/>
    public static Tensor CachedAttention(Tensor qkv, Tensor keys, Tensor values, Tensor positions, int heads, double rotaryBase)
    {
        var (streams, window, size) = (values.shape[0], values.shape[2], values.shape[3]);
        var parts = qkv.to_type(keys.dtype).view(streams, 3, heads, size);
        var (cosine, sine) = RotaryTable.At(positions, size, rotaryBase, keys.dtype);
        var turned = RotaryTable.Turn(parts.narrow(1, 0, 2), (cosine.view(streams, 1, 1, size), sine.view(streams, 1, 1, size)));
        var slot = positions.remainder(window).view(-1, 1, 1, 1);
        values.scatter_(2, slot.expand(streams, heads, 1, size), parts.select(1, 2).unsqueeze(2));
        var column = slot.remainder(KvCache.KeyBlock);
        var first = (slot - column) * size + column;                                                     // of a key, in its flat ring
        var elements = first + KvCache.KeyBlock * arange(size, dtype: ScalarType.Int64, device: qkv.device);
        keys.view(streams, heads, 1, -1).scatter_(3, elements.expand(streams, heads, 1, size), turned.select(1, 1).unsqueeze(2));
        var products = turned.select(1, 0).unsqueeze(2).unsqueeze(2).matmul(keys);                       // (S, H, blocks, 1, 16)
        var scores = products.view(streams, heads, 1, -1).narrow(-1, 0, window) / Math.Sqrt(size);       // (S, H, 1, W)
        var empty = arange(window, dtype: ScalarType.Int64, device: qkv.device).view(1, 1, 1, -1).gt(positions.view(-1, 1, 1, 1));
        return scores.masked_fill(empty, double.NegativeInfinity).softmax(-1).matmul(values).reshape(streams, heads * size);
    }

    /// <inheritdoc cref="Operators.ResidualLayerNorm"/>
    public static (Tensor Sum, Tensor Normed) ResidualLayerNorm(Tensor residual, Tensor? update, LayerNorm norm)
    {
        var sum = update is null ? residual : residual + update;
        return (sum, norm.forward(sum));
    }

    /// <inheritdoc cref="Operators.Linear"/>
    public static Tensor Linear(Tensor input, Linear layer) => MixedPrecision.IsOn
        ? nn.functional.linear(MixedPrecision.Cast(input), MixedPrecision.Cast(layer.weight!), layer.bias is null ? null : MixedPrecision.Cast(layer.bias))
        : layer.forward(input);

    /// <inheritdoc cref="Operators.FeedForward"/>
    public static Tensor FeedForward(Tensor input, Linear expand, Linear contract) => Linear(nn.functional.gelu(Linear(input, expand)), contract);

    /// <inheritdoc cref="Operators.CrossEntropy"/>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets, Tensor weights, double labelSmoothing)
    {
        var losses = nn.functional.cross_entropy(MixedPrecision.Widen(logits), targets, reduction: nn.Reduction.None, label_smoothing: labelSmoothing);
        return (losses * weights).sum() / weights.sum();
    }

    /// <inheritdoc cref="Operators.EmbeddingSum"/>
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

    // (T, T): whether the query of a row sees the key of a column
    static Tensor Visible(long length, int window, Device device)
    {
        var positions = arange(length, dtype: ScalarType.Int64, device: device);
        var distance = positions.unsqueeze(1) - positions.unsqueeze(0);
        return distance.ge(0).logical_and(distance.lt(window));
    }
}
