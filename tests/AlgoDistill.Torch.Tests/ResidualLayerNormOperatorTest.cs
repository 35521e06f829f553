using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Torch.Tests;

public sealed class ResidualLayerNormOperatorTest
{
    private static Tensor Fused(Tensor[] x, Tensor? update)
    {
        var (sum, normed) = Operators.CallPair("algodistill::residual_layer_norm", x[0], update, x[1], x[2], 1e-5);
        return cat([sum, normed], -1);
    }

    private static Tensor Plain(Tensor sum, Tensor weight, Tensor bias) =>
        cat([sum, F.layer_norm(sum, [sum.shape[^1]], weight, bias)], -1);

    [Theory]
    [InlineData(300, 64)]
    [InlineData(7, 13)]
    [InlineData(1, 2)]
    [InlineData(130, 259)]
    public void SumAndNormAreThoseOfThePlainComposition(int rows, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(width);
        OperatorCheck.AssertEqual(x => Fused(x, x[3]), x => Plain(x[0] + x[3], x[1], x[2]),
            randn(rows, width), randn(width), randn(width), randn(rows, width));
    }

    [Fact]
    public void WithoutAnUpdateTheSumIsTheResidual()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        OperatorCheck.AssertEqual(x => Fused(x, null), x => Plain(x[0], x[1], x[2]), randn(2, 5, 33), randn(33), randn(33));
    }

    [Fact]
    public void TheGradientIsTheSlope()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        OperatorCheck.AssertGradient(x => Fused(x, x[3]), randn(9, 11), randn(11), randn(11), randn(9, 11));
    }
}
