using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Torch.Tests;

public sealed class AutocastTest : IDisposable
{
    private readonly IDisposable scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void ProductsAreNarrowInsideAndAgreeToTheNarrowTypesRounding()
    {
        var (a, b) = (randn(16, 32), randn(32, 8));
        using (new Autocast(DeviceType.CPU))
        {
            var product = a.matmul(b);
            Assert.Equal(ScalarType.BFloat16, product.dtype);
            // 8 bits of mantissa: each product errs by 2^-8 relative to its factors, each sum by as much once more
            var bound = (a.abs().matmul(b.abs()).to_type(ScalarType.Float32) + 1) / 64;
            Assert.True(Autocast.IsEnabled(DeviceType.CPU));
            using (new Autocast(DeviceType.CPU, enabled: false))
                Assert.True((product.to_type(ScalarType.Float32) - a.matmul(b)).abs().lt(bound).all().item<bool>());
        }

        Assert.False(Autocast.IsEnabled(DeviceType.CPU));
        Assert.Equal(ScalarType.Float32, a.matmul(b).dtype);
    }

    [Fact]
    public void WeightsAndGradientsStayInFloat32()
    {
        var (weight, x) = (randn(4, 3).requires_grad_(), randn(5, 3));
        Tensor loss;
        using (new Autocast(DeviceType.CPU)) loss = nn.functional.linear(x, weight).to_type(ScalarType.Float32).sum();
        loss.backward();
        Assert.Equal(ScalarType.Float32, weight.dtype);
        Assert.Equal(ScalarType.Float32, weight.grad!.dtype);
        Assert.True(weight.grad!.allclose(x.sum(0).expand(4, 3), rtol: 0.02, atol: 0.02));
    }

    [Fact]
    public void ANarrowCopyOfAWeightIsKeptUntilTheOutermostRegionEnds()
    {
        var (weight, x) = (ones(2, 2).requires_grad_(), ones(1, 2));
        using (new Autocast(DeviceType.CPU))
        {
            using (new Autocast(DeviceType.CPU)) Assert.Equal(2, First(x, weight));
            Double(weight);
            Assert.Equal(2, First(x, weight));
        }

        using (new Autocast(DeviceType.CPU)) Assert.Equal(4, First(x, weight));
        using (new Autocast(DeviceType.CPU, caching: false))
        {
            Assert.Equal(4, First(x, weight));
            Double(weight);
            Assert.Equal(8, First(x, weight));
        }
    }

    [Fact]
    public void OtherTypesAndDevicesAreRefused()
    {
        Assert.Contains("Float16", Assert.Throws<ArgumentException>(() => new Autocast(DeviceType.CPU, ScalarType.Float16)).Message, StringComparison.Ordinal);
        Assert.Contains("META", Assert.Throws<ArgumentException>(() => new Autocast(DeviceType.META)).Message, StringComparison.Ordinal);
    }

    private static void Double(Tensor weight)
    {
        using var frozen = no_grad();
        weight.mul_(2);
    }

    private static float First(Tensor x, Tensor weight) => nn.functional.linear(x, weight).to_type(ScalarType.Float32)[0, 0].item<float>();
}
