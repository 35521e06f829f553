using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Kernels.Tests;

public sealed class FusedLinearTests
{
    static Tensor Fused(Tensor[] x) => FusedLinear.Apply(x[0], x[1], x.Length > 2 ? x[2] : null);

    [Theory]
    [InlineData(640, 64, 192)]
    [InlineData(97, 13, 5)]
    [InlineData(51, 1, 1)]
    [InlineData(200, 33, 7)]
    [InlineData(300, 256, 260)]
    [InlineData(48, 100, 6)]
    [InlineData(3, 20, 10)]
    public void ValueAndGradientsAreThoseOfThePlainProduct(int rows, int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        manual_seed(rows);
        KernelCheck.AssertEqual(Fused, x => F.linear(x[0], x[1], x[2]), randn(rows, inputs), randn(outputs, inputs), randn(outputs));
    }

    [Fact]
    public void TheBiasMayBeLeftOutAndTheInputMayHaveThreeDimensions()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        KernelCheck.AssertEqual(Fused, x => F.linear(x[0], x[1]), randn(3, 70, 20), randn(11, 20));
    }

    [Fact]
    public void TheGradientIsTheSlope()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        KernelCheck.AssertGradient(Fused, randn(60, 7), randn(5, 7), randn(5));
    }

    [Fact]
    public void FewRowsAndNoWeightsAreLeftToLibtorch()
    {
        using var scope = NewDisposeScope();
        Assert.True(FusedLinear.Suits(zeros(2, FusedLinear.FewestRows / 2, 7), zeros(5, 7)));
        Assert.False(FusedLinear.Suits(zeros(FusedLinear.FewestRows - 1, 7), zeros(5, 7)));
        Assert.False(FusedLinear.Suits(zeros(60, 7), zeros(0, 7)));
        Assert.False(FusedLinear.Suits(zeros(60, 7, dtype: ScalarType.BFloat16), zeros(5, 7)));
    }
}
