using AlgoDistill.Learning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Bench.Measures;

/// <summary>An operator of <see cref="Operators"/> and the composition that it replaces, on the same tensors.</summary>
/// <param name="Name">The operator.</param>
/// <param name="Fused">Computes it by the operator.</param>
/// <param name="Plain">Computes it by the composition.</param>
/// <param name="Leaves">Tensors that get gradients; none where there is no backward pass.</param>
sealed record OperatorCase(string Name, Func<Tensor> Fused, Func<Tensor> Plain, IReadOnlyList<Tensor> Leaves)
{
    const double RotaryBase = 10_000;
    const int Classes = 5;

    /// <summary>The operators of a training step, and of an acting step of as many streams as the batch has windows.</summary>
    public static IReadOnlyList<OperatorCase> All(BenchSize size)
    {
        var (rows, width) = (size.Tokens, size.Width);
        return [Attention(size), Decoding(size), Affine(rows, width), FeedForward(rows, width), Norm(rows, width), Embedding(rows, width), Entropy(rows)];
    }

    static OperatorCase Attention(BenchSize size)
    {
        var qkv = Leaf(size.Batch, size.Context, 3 * size.Width);
        return new("causal_self_attention", () => Operators.CausalSelfAttention(qkv, size.Heads, RotaryBase, size.Context),
            () => PlainOperators.CausalSelfAttention(qkv, size.Heads, RotaryBase, size.Context), [qkv]);
    }

    static OperatorCase Decoding(BenchSize size)
    {
        var head = size.Width / size.Heads;
        var (qkv, places) = (randn(size.Batch, 3 * size.Width), full(size.Batch, size.Context, dtype: ScalarType.Int64));
        var keys = randn([size.Batch, size.Heads, (size.Context + KvCache.KeyBlock - 1) / KvCache.KeyBlock, head, KvCache.KeyBlock]);
        var values = randn([size.Batch, size.Heads, size.Context, head]);
        return new("cached_attention", () => Operators.CachedAttention(qkv, keys, values, places, size.Heads, RotaryBase),
            () => PlainOperators.CachedAttention(qkv, keys, values, places, size.Heads, RotaryBase), []);
    }

    static OperatorCase Affine(long rows, int width)
    {
        var (input, layer) = (Leaf(rows, width), Linear(width, 3 * width));
        return new("linear", () => Operators.Linear(input, layer), () => layer.forward(input), [input, .. layer.parameters()]);
    }

    static OperatorCase FeedForward(long rows, int width)
    {
        var (input, expand, contract) = (Leaf(rows, width), Linear(width, 4 * width), Linear(4 * width, width));
        return new("feed_forward", () => Operators.FeedForward(input, expand, contract), () => contract.forward(F.gelu(expand.forward(input))),
            [input, .. expand.parameters(), .. contract.parameters()]);
    }

    static OperatorCase Norm(long rows, int width)
    {
        var (residual, update, norm) = (Leaf(rows, width), Leaf(rows, width), LayerNorm(width));
        return new("residual_layer_norm", () => Operators.ResidualLayerNorm(residual, update, norm).Normed, () => norm.forward(residual + update),
            [residual, update, .. norm.parameters()]);
    }

    static OperatorCase Embedding(long rows, int width)
    {
        Tensor[] tables = [Leaf(81, width), Leaf(Classes, width), Leaf(3, width)];
        var indices = stack(tables.Select(table => randint(0, table.shape[0], [rows])).ToArray(), 1);
        return new("embedding_sum", () => Operators.EmbeddingSum(tables, indices), () => PlainOperators.EmbeddingSum(tables, indices), tables);
    }

    static OperatorCase Entropy(long rows)
    {
        var (logits, targets, weights) = (Leaf(rows, Classes), randint(0, Classes, [rows]), ones(rows));
        return new("cross_entropy", () => Operators.CrossEntropy(logits, targets, weights, 0), () => F.cross_entropy(logits, targets), [logits]);
    }

    static Tensor Leaf(params long[] shape) => randn(shape, requires_grad: true);
}
