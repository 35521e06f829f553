using System.Runtime.InteropServices;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Torch.Tests;

public sealed class LinearOperatorTest
{
    private static Tensor Fused(Tensor[] x) => Operators.Call("algodistill::linear", x[0], x[1], x.Length > 2 ? x[2] : null);

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
        OperatorCheck.AssertEqual(Fused, x => F.linear(x[0], x[1], x[2]), randn(rows, inputs), randn(outputs, inputs), randn(outputs));
    }

    [Fact]
    public void TheBiasMayBeLeftOutAndTheInputMayHaveThreeDimensions()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        OperatorCheck.AssertEqual(Fused, x => F.linear(x[0], x[1]), randn(3, 70, 20), randn(11, 20));
    }

    [Fact]
    public void TheGradientIsTheSlope()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        OperatorCheck.AssertGradient(Fused, randn(60, 7), randn(5, 7), randn(5));
    }

    [Fact]
    public void AWeightOfAnotherWidthIsNamed()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => Fused([zeros(60, 7), zeros(5, 8)]));
        Assert.Contains("weight must be (outputs, 7)", error.Message);
    }
}
