using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Kernels.Tests;

public sealed class FeedForwardTests
{
    static Tensor Fused(Tensor[] x) => FeedForward.Apply(x[0], x[1], x[2], x[3], x[4]);

    static Tensor Plain(Tensor[] x) => F.linear(F.gelu(F.linear(x[0], x[1], x[2])), x[3], x[4]);

    static Tensor[] Inputs(int rows, int width, int inner) =>
        [randn(rows, width), randn(inner, width), randn(inner), randn(width, inner) / 4, randn(width)];

    [Theory]
    [InlineData(640, 64, 256)]
    [InlineData(97, 13, 5)]
    [InlineData(51, 1, 1)]
    [InlineData(301, 33, 70)]
    [InlineData(193, 128, 512)]
    [InlineData(48, 6, 100)]
    [InlineData(3, 20, 80)]
    public void ValueAndGradientsAreThoseOfThePlainLayers(int rows, int width, int inner)
    {
        using var scope = NewDisposeScope();
        manual_seed(rows);
        KernelCheck.AssertEqual(Fused, Plain, Inputs(rows, width, inner));
    }

    [Fact]
    public void TheInputMayHaveThreeDimensions()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        KernelCheck.AssertEqual(Fused, Plain, [randn(3, 70, 20), .. Inputs(1, 20, 40)[1..]]);
    }

    [Fact]
    public void TheGradientIsTheSlope()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        KernelCheck.AssertGradient(Fused, Inputs(60, 3, 5));
    }
}
