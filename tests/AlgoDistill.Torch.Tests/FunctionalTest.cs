using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Torch.Tests;

public sealed class FunctionalTest : IDisposable
{
    private readonly IDisposable scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private static double[] Values(Tensor x) => x.to(ScalarType.Float64).data<double>().ToArray();

    [Fact]
    public void SoftmaxIsTheNormalisedExponential()
    {
        var x = tensor(new[] { 0.0, Math.Log(2), Math.Log(5) });
        Assert.Equal([0.125, 0.25, 0.625], Values(F.softmax(x, 0)), new Tolerance(1e-12));
        Assert.Equal(Values(F.softmax(x, 0).log()), Values(F.log_softmax(x, 0)), new Tolerance(1e-12));
    }

    [Fact]
    public void CrossEntropyIsTheNegativeLogProbabilityAndSkipsIgnoredTargets()
    {
        var logits = randn(4, 3, ScalarType.Float64);
        var target = tensor(new long[] { 2, 0, -100, 1 });
        var logProbabilities = logits.log_softmax(1);
        var expected = -(logProbabilities[0, 2] + logProbabilities[1, 0] + logProbabilities[3, 1]) / 3;

        Assert.Equal(expected.item<double>(), F.cross_entropy(logits, target).item<double>(), 12);
        Assert.Equal(0, F.cross_entropy(logits, target, reduction: nn.Reduction.None)[2].item<double>());
        Assert.Equal(expected.item<double>(), F.nll_loss(logProbabilities[tensor(new long[] { 0, 1, 3 })], target[tensor(new long[] { 0, 1, 3 })]).item<double>(), 12);
    }

    [Fact]
    public void KlDivergenceTakesLogTargetsUnlessToldOtherwise()
    {
        var p = tensor(new[] { 0.25, 0.75 });
        var q = tensor(new[] { 0.5, 0.5 });
        var expected = 0.25 * Math.Log(0.25 / 0.5) + 0.75 * Math.Log(0.75 / 0.5);

        Assert.Equal(expected, F.kl_div(q.log(), p.log(), reduction: nn.Reduction.Sum).item<double>(), 12);
        Assert.Equal(expected, F.kl_div(q.log(), p, log_target: false, reduction: nn.Reduction.Sum).item<double>(), 12);
    }

    [Fact]
    public void LossesReduceByMeanSumOrNotAtAll()
    {
        var (x, y) = (tensor(new[] { 1.0, 2.0 }), tensor(new[] { 3.0, 5.0 }));
        Assert.Equal(6.5, F.mse_loss(x, y).item<double>());
        Assert.Equal(13, F.mse_loss(x, y, nn.Reduction.Sum).item<double>());
        Assert.Equal([4, 9], Values(F.mse_loss(x, y, nn.Reduction.None)));
        Assert.Equal(2.5, F.l1_loss(x, y).item<double>());
    }

    [Fact]
    public void AttentionMasksWhatMayNotBeSeen()
    {
        var (q, k, v) = (randn(2, 3, 4), randn(2, 3, 4), randn(2, 3, 4));
        var causal = F.scaled_dot_product_attention(q, k, v, is_casual: true);
        var masked = F.scaled_dot_product_attention(q, k, v, ones(3, 3, ScalarType.Bool).tril());
        var additive = F.scaled_dot_product_attention(q, k, v, zeros(3, 3).masked_fill(ones(3, 3, ScalarType.Bool).tril().logical_not(), double.NegativeInfinity));

        Assert.True(causal[.., 0].allclose(v[.., 0], atol: 1e-6));
        Assert.True(causal.allclose(masked, atol: 1e-6));
        Assert.True(causal.allclose(additive, atol: 1e-6));
        Assert.Throws<ArgumentException>(() => F.scaled_dot_product_attention(q, k, v, ones(3, 3), is_casual: true));
    }

    [Fact]
    public void PaddingOneHotAndEinsumAgreeWithTheirDefinitions()
    {
        Assert.Equal([7, 1, 2, 7, 7], Values(F.pad(tensor(new[] { 1.0, 2.0 }), [1, 2], value: 7)));
        Assert.Equal([0, 0, 1, 1, 0, 0], Values(F.one_hot(tensor(new long[] { 2, 0 }), 3)));
        var (a, b) = (randn(2, 3), randn(3, 4));
        Assert.True(einsum("ij,jk->ik", a, b).allclose(a.matmul(b), atol: 1e-6));
    }

    [Fact]
    public void InitialisersHaveTheirMoments()
    {
        manual_seed(1);
        var x = empty(400, 200, ScalarType.Float64);

        Assert.Equal(0.02, nn.init.normal_(x, 0, 0.02).std().item<double>(), 3);
        Assert.Equal(Math.Sqrt(6.0 / 600) / Math.Sqrt(3), nn.init.xavier_uniform_(x).std().item<double>(), 3);
        nn.init.trunc_normal_(x, std: 1, a: -1, b: 1);
        Assert.InRange(x.abs().max().item<double>(), 0.99, 1);
        Assert.Equal(0.5397, x.std().item<double>(), 2);
        nn.init.orthogonal_(x);
        Assert.True(x.t().matmul(x).allclose(eye(200, dtype: ScalarType.Float64), atol: 1e-8));
    }

    private sealed class Tolerance(double absolute) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= absolute;
        public int GetHashCode(double obj) => 0;
    }
}
