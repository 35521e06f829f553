using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

public sealed class CausalSelfAttentionTests
{
    const int All = int.MaxValue;

    public static Tensor Fused(Tensor qkv, int heads, double rotaryBase, int window) =>
        CausalSelfAttention.Apply(qkv, heads, rotaryBase, window);

    /// <summary>The textbook composition: rotate, score, mask, softmax, mix.</summary>
    public static Tensor Plain(Tensor qkv, int heads, double rotaryBase, int window)
    {
        var (batch, time, size) = (qkv.shape[0], qkv.shape[1], qkv.shape[2] / (3 * heads));
        var parts = qkv.view(batch, time, 3, heads, size).permute(2, 0, 3, 1, 4).unbind(0);
        var (query, key) = (parts[0], parts[1]);
        if (rotaryBase > 0) (query, key) = (Rotate(query, rotaryBase), Rotate(key, rotaryBase));

        var position = arange(time, dtype: ScalarType.Int64);
        var distance = position.unsqueeze(1) - position.unsqueeze(0);
        var hidden = (distance < 0).logical_or(distance >= window);
        var scores = (query.matmul(key.transpose(-2, -1)) / Math.Sqrt(size)).masked_fill(hidden, double.NegativeInfinity);
        return scores.softmax(-1).matmul(parts[2]).transpose(1, 2).reshape(batch, time, heads * size);
    }

    static Tensor Rotate(Tensor x, double rotaryBase)
    {
        var (time, size) = (x.shape[2], x.shape[3]);
        var frequency = Enumerable.Range(0, (int)size / 2).Select(i => Math.Pow(rotaryBase, -2.0 * i / size)).ToArray();
        var angle = arange(time, dtype: ScalarType.Float64).unsqueeze(1) * tensor(frequency);
        var (cosine, sine) = (angle.cos().to(x.dtype), angle.sin().to(x.dtype));
        var halves = x.chunk(2, -1);
        return cat([halves[0] * cosine - halves[1] * sine, halves[1] * cosine + halves[0] * sine], -1);
    }

    [Theory]
    [InlineData(1, 1, 1, 8, 0, All)]
    [InlineData(2, 3, 1, 16, 0, All)]
    [InlineData(2, 200, 4, 16, 0, All)]
    [InlineData(1, 201, 3, 32, 10000, All)]
    [InlineData(2, 95, 2, 64, 0, 7)]
    [InlineData(1, 257, 1, 128, 100, 50)]
    [InlineData(1, 49, 2, 10, 10000, 1)]
    [InlineData(1, 203, 2, 9, 0, 130)]
    [InlineData(1, 400, 1, 24, 10000, 200)]
    public void ValueAndGradientAreThoseOfThePlainComposition(int batch, int time, int heads, int size, double rotaryBase, int window)
    {
        using var scope = NewDisposeScope();
        manual_seed(time);
        KernelCheck.AssertEqual(x => Fused(x[0], heads, rotaryBase, window), x => Plain(x[0], heads, rotaryBase, window),
            randn(batch, time, 3 * heads * size) * 1.5);
    }

    [Theory]
    [InlineData(0, All)]
    [InlineData(10000, All)]
    [InlineData(10000, 5)]
    public void TheGradientIsTheSlope(double rotaryBase, int window)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        KernelCheck.AssertGradient(x => Fused(x[0], 2, rotaryBase, window), randn(2, 21, 3 * 2 * 6));
    }

    [Fact]
    public void TheFutureHasNoInfluence()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var x = randn(1, 100, 3 * 32);
        var changed = x.clone();
        changed[TensorIndex.Colon, TensorIndex.Slice(60)] = zeros(1, 40, 3 * 32);

        var (before, after) = (Fused(x, 2, 0, All).narrow(1, 0, 60), Fused(changed, 2, 0, All).narrow(1, 0, 60));

        Assert.True(before.eq(after).all().item<bool>());
    }

    [Fact]
    public void TheSameInputsGiveTheSameBits()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var x = randn(3, 150, 3 * 48);
        Assert.True(Fused(x, 3, 10000, All).eq(Fused(x, 3, 10000, All)).all().item<bool>());
    }

    [Fact]
    public void TheNumberOfThreadsChangesNoBit()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var x = randn(3, 150, 3 * 48).requires_grad_();
        var gradients = KernelCheck.WithThreads(1, 2).Select(_ =>
        {
            x.grad = null;
            Fused(x, 3, 10000, 40).square().sum().backward();
            return x.grad!.clone();
        }).ToArray();
        Assert.True(gradients[0].eq(gradients[1]).all().item<bool>());
    }

    [Fact]
    public void NoTokensGiveNone()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([2, 0, 8], Fused(zeros(2, 0, 24), 2, 100, 3).shape);
        Assert.Equal([0, 3, 8], Fused(zeros(0, 3, 24).requires_grad_(), 2, 100, 3).shape);
    }
}
