using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

/// <summary>The fused operators and the plain ones are the same functions.</summary>
public sealed class OperatorsTests
{
    const double Base = 100;

    [Theory]
    [InlineData(1, 1, 1, 4)]
    [InlineData(3, 17, 2, 5)]
    [InlineData(2, 33, 4, 64)]
    public void Attention(int batch, int length, int heads, int window)
    {
        using var scope = NewDisposeScope();
        var qkv = randn(batch, length, 3 * heads * 6, dtype: ScalarType.Float64);
        Close(PlainOperators.CausalSelfAttention(qkv, heads, Base, window), Operators.CausalSelfAttention(qkv.to(ScalarType.Float32), heads, Base, window));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public void DecodingStep(int window)
    {
        using var scope = NewDisposeScope();
        const int streams = 4, heads = 2, size = 8;
        var (plainKeys, plainValues) = (zeros([streams, heads, (window + 15) / 16, size, 16]), zeros(streams, heads, window, size));
        var (keys, values) = (plainKeys.clone(), plainValues.clone());
        for (var step = 0; step < 30; step++)
        {
            var qkv = randn(streams, 3 * heads * size);
            var positions = tensor(new[] { step, step, 2L * step, Math.Min(step, 3) });
            Close(PlainOperators.CachedAttention(qkv, plainKeys, plainValues, positions, heads, Base), Operators.CachedAttention(qkv, keys, values, positions, heads, Base));
            Close(plainKeys, keys);
            Close(plainValues, values);
        }
    }

    [Fact]
    public void FeedForward()
    {
        using var scope = NewDisposeScope();
        var (expand, contract, x) = (nn.Linear(6, 24), nn.Linear(24, 6), randn(60, 6));
        var inner = expand.forward(x);
        var cdf = 0.5 * (1 + (inner / Math.Sqrt(2)).erf());
        Close(contract.forward(inner * cdf), Operators.FeedForward(x, expand, contract));
    }

    [Fact]
    public void EmbeddingSum()
    {
        using var scope = NewDisposeScope();
        Tensor[] tables = [randn(5, 8), randn(3, 8)];
        var indices = tensor(new long[] { 0, 2, 4, -1, -1, -1, 3, 0 }).view(4, 2);
        Close(PlainOperators.EmbeddingSum(tables, indices), Operators.EmbeddingSum(tables, indices));
        Close(tables[0][4], Operators.EmbeddingSum(tables, indices)[1]);
    }

    [Fact]
    public void CrossEntropyIsTheWeightedMean()
    {
        using var scope = NewDisposeScope();
        var (logits, targets, weights) = (randn(6, 3), tensor(new long[] { 0, 1, 2, 0, 1, 2 }), tensor(new[] { 1f, 0, 2, 1, 0, 0.5f }));
        var each = -logits.log_softmax(-1).gather(1, targets.unsqueeze(1)).squeeze(1);
        Close((each * weights).sum() / weights.sum(), Operators.CrossEntropy(logits, targets, weights, 0));
        var smooth = 0.7 * each - 0.3 * logits.log_softmax(-1).mean([1L]);
        Close((smooth * weights).sum() / weights.sum(), Operators.CrossEntropy(logits, targets, weights, 0.3));
    }

    static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True((expected.to(ScalarType.Float64) - actual.to(ScalarType.Float64)).abs().max().item<double>() < 1e-5);
    }
}
