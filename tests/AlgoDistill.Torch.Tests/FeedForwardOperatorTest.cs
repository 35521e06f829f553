using System.Runtime.InteropServices;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Torch.Tests;

public sealed class FeedForwardOperatorTest
{
    private static Tensor Fused(Tensor[] x) => Operators.Call("algodistill::feed_forward", x[0], x[1], x[2], x[3], x[4]);

    private static Tensor Plain(Tensor[] x) => F.linear(F.gelu(F.linear(x[0], x[1], x[2])), x[3], x[4]);

    private static Tensor[] Inputs(int rows, int width, int inner) =>
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
        OperatorCheck.AssertEqual(Fused, Plain, Inputs(rows, width, inner));
    }

    [Fact]
    public void TheInputMayHaveThreeDimensions()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        OperatorCheck.AssertEqual(Fused, Plain, [randn(3, 70, 20), .. Inputs(1, 20, 40)[1..]]);
    }

    [Fact]
    public void TheGradientIsTheSlope()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        OperatorCheck.AssertGradient(Fused, Inputs(60, 3, 5));
    }

    [Fact]
    public void WeightsThatDoNotFitAreRefused()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => Fused([randn(60, 4), randn(8, 5), randn(8), randn(4, 8), randn(4)]));
        Assert.Contains("the weights must be (8, 4) and (4, 8)", error.Message, StringComparison.Ordinal);
    }
}
