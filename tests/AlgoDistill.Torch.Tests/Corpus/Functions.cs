using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Corpus;

public class Functions
{
    [Fact]
    public void Cross_entropy_is_the_mean_negative_log_probability()
    {
        using var _ = NewDisposeScope();
        manual_seed(2);
        var logits = randn(6, 4, dtype: float64);
        var labels = tensor(new long[] { 0, 3, 1, 1, 2, 0 });
        var probability = logits.exp() / logits.exp().sum(1, keepdim: true);
        var expected = -probability.gather(1, labels.unsqueeze(1)).log().mean();

        Assert.True(F.cross_entropy(logits, labels).allclose(expected));
        Assert.True(F.nll_loss(F.log_softmax(logits, 1), labels).allclose(expected));
        Assert.Equal(6, F.cross_entropy(logits, labels, reduction: nn.Reduction.None).numel());
        var smooth = 0.9 * expected - 0.1 * probability.log().mean();
        Assert.True(F.cross_entropy(logits, labels, label_smoothing: 0.1).allclose(smooth));
    }

    [Fact]
    public void The_divergence_takes_a_target_in_logarithms_by_default()
    {
        using var _ = NewDisposeScope();
        var p = tensor(new double[] { 0.5, 0.5 });
        var q = tensor(new double[] { 0.25, 0.75 });
        var expected = 0.5 * Math.Log(0.5 / 0.25) + 0.5 * Math.Log(0.5 / 0.75);
        Assert.Equal(expected, F.kl_div(q.log(), p.log(), reduction: nn.Reduction.Sum).item<double>(), 12);
        Assert.Equal(expected, F.kl_div(q.log(), p, log_target: false, reduction: nn.Reduction.Sum).item<double>(), 12);
    }

    [Fact]
    public void Norms_activations_and_padding()
    {
        using var _ = NewDisposeScope();
        var x = tensor(new double[,] { { 1, 2, 3, 6 } });
        var (mean, variance) = (3.0, 3.5);
        Assert.True(F.layer_norm(x, new long[] { 4 }).allclose((x - mean) / Math.Sqrt(variance + 1e-5)));
        Assert.True(F.gelu(x).allclose(x * 0.5 * (1 + (x / Math.Sqrt(2)).erf())));
        Assert.True(F.silu(x).allclose(x * x.sigmoid()));
        Assert.Equal(new double[] { 0, 1, 2, 3, 6, 0, 0 }, F.pad(x, new long[] { 1, 2 }).data<double>().ToArray());
        Assert.Equal(new long[] { 0, 1, 0, 1, 0, 0 }, F.one_hot(tensor(new long[] { 1, 0 }), 3).data<long>().ToArray());
        Assert.True(F.linear(x, x, tensor(new double[] { 1 })).item<double>() == 51);
        Assert.True(F.dropout(x, 0.5, training: false).Equals(x));
    }
}
