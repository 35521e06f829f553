using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Torch.Tests;

public sealed class GradientTest : IDisposable
{
    private readonly IDisposable scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private static Tensor Draw(params long[] size) => randn(size, ScalarType.Float64, requires_grad: true);

    // Central differences of the sum of squares of the result, element by element.
    private static void AgreesWithFiniteDifferences(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        const double step = 1e-6;
        function(inputs).square().sum().backward();
        using var _ = no_grad();
        foreach (var input in inputs)
        {
            var gradient = input.grad!.data<double>();
            var elements = input.data<double>();
            for (var i = 0L; i < elements.Count; i++)
            {
                var value = elements[i];
                elements[i] = value + step;
                var above = function(inputs).square().sum().item<double>();
                elements[i] = value - step;
                var below = function(inputs).square().sum().item<double>();
                elements[i] = value;
                Assert.Equal((above - below) / (2 * step), gradient[i], 1e-5 * Math.Max(1, Math.Abs(gradient[i])));
            }
        }
    }

    [Fact]
    public void OfALinearLayerWithGelu() =>
        AgreesWithFiniteDifferences(x => F.gelu(F.linear(x[0], x[1], x[2])), Draw(3, 4), Draw(5, 4), Draw(5));

    [Fact]
    public void OfLayerNorm() =>
        AgreesWithFiniteDifferences(x => F.layer_norm(x[0], [4], x[1], x[2]), Draw(3, 4), Draw(4), Draw(4));

    [Fact]
    public void OfCausalAttention() =>
        AgreesWithFiniteDifferences(x => F.scaled_dot_product_attention(x[0], x[1], x[2], is_casual: true), Draw(2, 3, 4), Draw(2, 3, 4), Draw(2, 3, 4));

    [Fact]
    public void OfCrossEntropyAfterAnEmbedding() =>
        AgreesWithFiniteDifferences(x => F.cross_entropy(F.embedding(tensor(new long[] { 1, 0, 2, 1 }), x[0]), tensor(new long[] { 0, 3, 1, 2 }), label_smoothing: 0.1), Draw(3, 4));

    [Fact]
    public void OfIndexingConcatenatingAndMasking() =>
        AgreesWithFiniteDifferences(x =>
        {
            var joined = cat([x[0][.., 1..], x[0].t()[..2]], 0);
            return joined.masked_fill(joined > 1, 0.5).gather(1, tensor(new long[,] { { 0 }, { 1 }, { 1 }, { 0 }, { 1 } })[..joined.IntShape()[0]]);
        }, Draw(2, 3)[.., ..3].detach().requires_grad_());

    [Fact]
    public void GradientsOfGradientsAreComputedOnRequest()
    {
        var x = tensor(3.0, requires_grad: true);
        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        var second = autograd.grad([first], [x])[0];

        Assert.Equal(27, first.item<double>(), 12);
        Assert.Equal(18, second.item<double>(), 12);
    }

    [Fact]
    public void AnUnusedInputHasNoGradient()
    {
        var (used, unused) = (Draw(2), Draw(2));
        Assert.ThrowsAny<Exception>(() => autograd.grad([used.sum()], [used, unused]));
        Assert.Null(autograd.grad([used.sum()], [used, unused], allow_unused: true)[1]);
    }

    [Fact]
    public void BackwardAccumulatesUntilTheGradientIsCleared()
    {
        var x = Draw(3);
        x.sum().backward();
        x.sum().backward();
        Assert.True(x.grad!.Equals(full(3, 2.0, ScalarType.Float64)));
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void NothingIsRecordedWithoutGradients()
    {
        var x = Draw(3);
        using (no_grad()) Assert.False((x * 2).requires_grad);
        using (no_grad())
        using (enable_grad()) Assert.True((x * 2).requires_grad);
        using (inference_mode()) Assert.True(is_inference_mode_enabled());
        Assert.False(is_inference_mode_enabled());
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void AnomalyDetectionTurnsNanGradientsIntoErrors()
    {
        var x = tensor(-1.0, requires_grad: true);
        using (autograd.detect_anomaly())
        {
            var error = Assert.ThrowsAny<Exception>(() => x.sqrt().backward());
            Assert.Contains("nan", error.Message);
        }
        x.sqrt().backward();
        Assert.True(double.IsNaN(x.grad!.item<double>()));
    }
}
