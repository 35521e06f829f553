using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class MixedPrecisionTests
{
    [Fact]
    public void ProductsAreNarrowAndGradientsWide()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (layer, x) = (nn.Linear(8, 3), randn(5, 8).requires_grad_());
        var wide = Operators.Linear(x, layer);
        Tensor narrow;
        using (new MixedPrecision()) narrow = Operators.Linear(x, layer);
        Assert.Equal((ScalarType.Float32, ScalarType.BFloat16), (wide.dtype, narrow.dtype));
        Assert.InRange((narrow.to_type(ScalarType.Float32) - wide).abs().max().item<float>(), 1e-7, 5e-2);
        narrow.sum().backward();
        Assert.Equal((ScalarType.Float32, ScalarType.Float32), (layer.weight!.grad!.dtype, x.grad!.dtype));
    }

    [Fact]
    public void NothingIsCastOutsideOrTwice()
    {
        using var scope = NewDisposeScope();
        var x = ones(2);
        Assert.Same(x, MixedPrecision.Cast(x));
        using (new MixedPrecision())
        {
            var narrow = MixedPrecision.Cast(x);
            Assert.Same(narrow, MixedPrecision.Cast(narrow));
            Assert.Equal(ScalarType.Float32, MixedPrecision.Widen(narrow).dtype);
            Assert.Equal(ScalarType.Int64, MixedPrecision.Cast(ones(2, dtype: ScalarType.Int64)).dtype);
        }

        Assert.False(MixedPrecision.IsOn);
    }
}
