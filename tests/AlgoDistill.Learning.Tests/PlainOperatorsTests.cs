using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Learning.Tests;

/// <summary>The operators that serve CUDA, on it where there is one and on the CPU elsewhere: their equations, and mixed precision.</summary>
public sealed class PlainOperatorsTests : IDisposable
{
    const double Base = 100;
    static readonly Device Here = cuda.is_available() ? CUDA : CPU;
    readonly IDisposable scope = NewDisposeScope();

    public PlainOperatorsTests() => manual_seed(1);

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 9, 3, 9)]
    [InlineData(2, 9, 1, 4)]
    public void AttentionIsTheEquationWrittenOut(int batch, int length, int heads, int window)
    {
        const int size = 6;
        var qkv = randn(batch, length, 3 * heads * size, dtype: ScalarType.Float64, device: Here);
        var actual = PlainOperators.CausalSelfAttention(qkv, heads, Base, window);
        for (var b = 0; b < batch; b++)
            for (var h = 0; h < heads; h++)
            {
                var rows = qkv[b].view(length, 3, heads, size).select(2, h);                // (T, 3, D)
                var (q, k) = (Turned(rows.select(1, 0)), Turned(rows.select(1, 1)));
                for (var i = 0; i < length; i++)
                {
                    var seen = Enumerable.Range(Math.Max(0, i - window + 1), Math.Min(i + 1, window)).ToArray();
                    var weights = seen.Select(j => Math.Exp((q[i] * k[j]).sum().item<double>() / Math.Sqrt(size))).ToArray();
                    var expected = seen.Select((j, n) => rows[j][2] * (weights[n] / weights.Sum())).Aggregate((sum, value) => sum + value);
                    Assert.True(expected.allclose(actual[b][i].narrow(0, h * size, size), atol: 1e-12));
                }
            }
    }

    [Fact]
    public void DecodingGivesWhatAttentionOverTheWholeStreamGives()
    {
        const int heads = 2, size = 4, window = 3, length = 8;
        var qkv = randn(1, length, 3 * heads * size, dtype: ScalarType.Float64, device: Here);
        var whole = PlainOperators.CausalSelfAttention(qkv, heads, Base, window);
        var (keys, values) = (zeros([1, heads, 1, size, KvCache.KeyBlock], ScalarType.Float64, Here), zeros([1, heads, window, size], ScalarType.Float64, Here));
        for (var t = 0; t < length; t++)
            Assert.True(whole[.., t].allclose(PlainOperators.CachedAttention(qkv[.., t], keys, values, tensor(new[] { (long)t }, device: Here), heads, Base), atol: 1e-12));
    }

    [Fact]
    public void UnderMixedPrecisionAttentionIsNarrowAndLossesAreNot()
    {
        var (qkv, logits) = (randn(2, 9, 24, device: Here), randn(5, 3, device: Here));
        var (targets, weights) = (tensor(new long[] { 0, 1, 2, 1, 0 }, device: Here), ones(5, device: Here));
        var expected = PlainOperators.CausalSelfAttention(qkv, 2, Base, 9);
        using var mixed = new MixedPrecision();
        var attended = PlainOperators.CausalSelfAttention(qkv, 2, Base, 9);
        Assert.Equal(ScalarType.BFloat16, attended.dtype);
        Assert.True(expected.allclose(attended.to_type(ScalarType.Float32), rtol: 0, atol: 0.06));
        Assert.Equal(ScalarType.BFloat16, PlainOperators.FeedForward(qkv, nn.Linear(24, 8).to(Here), nn.Linear(8, 24).to(Here)).dtype);
        var loss = PlainOperators.CrossEntropy(logits.to_type(ScalarType.BFloat16), targets, weights, 0.1);
        Assert.Equal(ScalarType.Float32, loss.dtype);
        Assert.Equal(F.cross_entropy(logits.to_type(ScalarType.BFloat16).to_type(ScalarType.Float32), targets, label_smoothing: 0.1).item<float>(), loss.item<float>(), 1e-6);
    }

    [Fact]
    public void ATransformerTrainsUnderMixedPrecisionWithFloat32WeightsAndGradients()
    {
        var transformer = new Transformer(new TransformerOptions { Layers = 2, Width = 16, Heads = 2 }, 5, new Rng(1)).to(Here);
        var (x, target) = (randn(3, 5, 16, device: Here), randn(3, 5, 16, device: Here));
        var wide = Gradients(null);
        var narrow = Gradients(new MixedPrecision());
        for (var i = 0; i < wide.Length; i++)
        {
            Assert.Equal(ScalarType.Float32, narrow[i].dtype);
            Assert.InRange((wide[i] - narrow[i]).norm().item<float>() / wide[i].norm().item<float>(), 0, 0.05);
        }

        Tensor[] Gradients(MixedPrecision? mixed)
        {
            foreach (var parameter in transformer.parameters()) parameter.grad = null;
            Tensor loss;
            using (mixed) loss = (transformer.forward(x) * target).sum();
            Assert.Equal(ScalarType.Float32, loss.dtype);
            loss.backward();
            return [.. transformer.parameters().Select(parameter => parameter.grad!.clone())];
        }
    }

    [Fact]
    public void ALossUnderMixedPrecisionIsTheWideOneToAHundredthAndGradientsAreWide()
    {
        var transformer = new Transformer(new TransformerOptions { Layers = 2, Width = 32, Heads = 2 }, 16, new Rng(1)).to(Here);
        var head = Initial.Linear(32, 7, new Rng(2)).to(Here);
        var (x, targets, weights) = (randn(8, 16, 32, device: Here), randint(0, 7, [128], device: Here), ones(128, device: Here));
        Parameter[] parameters = [.. transformer.parameters(), .. head.parameters()];
        var wide = Loss();
        Tensor narrow;
        using (new MixedPrecision())
        {
            Assert.True(MixedPrecision.IsOn);
            narrow = Loss();
        }

        Assert.False(MixedPrecision.IsOn);
        Assert.Equal(ScalarType.Float32, narrow.dtype);
        Assert.NotEqual(wide.item<float>(), narrow.item<float>());
        Assert.Equal(wide.item<float>(), narrow.item<float>(), 1e-2f);
        narrow.backward();
        Assert.All(parameters, parameter => Assert.Equal(ScalarType.Float32, parameter.grad!.dtype));

        Tensor Loss() => Operators.CrossEntropy(Operators.Linear(transformer.forward(x), head).view(128, 7), targets, weights, 0);
    }

    [Fact]
    public void MixedPrecisionIsOnForItsThreadUntilTheOutermostEnds()
    {
        using (new MixedPrecision())
        {
            using (new MixedPrecision()) Assert.True(MixedPrecision.IsOn);
            Assert.True(MixedPrecision.IsOn);
            var elsewhere = true;
            var thread = new Thread(() => elsewhere = MixedPrecision.IsOn);
            thread.Start();
            thread.Join();
            Assert.False(elsewhere);
        }

        Assert.False(MixedPrecision.IsOn);
    }

    // Each pair (i, i + D/2) of row t is turned by t · base^(−2i / D)
    static Tensor Turned(Tensor x)
    {
        var (length, half) = (x.shape[0], x.shape[1] / 2);
        var result = x.clone();
        for (var t = 0; t < length; t++)
            for (var i = 0; i < half; i++)
            {
                var angle = t * Math.Pow(Base, -(double)i / half);
                result[t, i] = x[t, i] * Math.Cos(angle) - x[t, i + half] * Math.Sin(angle);
                result[t, i + half] = x[t, i + half] * Math.Cos(angle) + x[t, i] * Math.Sin(angle);
            }

        return result;
    }
}
