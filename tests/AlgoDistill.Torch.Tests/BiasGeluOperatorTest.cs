using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Torch.Tests;

public sealed class BiasGeluOperatorTest
{
    private static Tensor Fused(Tensor[] x) => Operators.Call("algodistill::bias_gelu", x[0], x[1]);

    [Theory]
    [InlineData(200, 64)]
    [InlineData(3, 1)]
    [InlineData(65, 37)]
    public void ValueAndGradientAreThoseOfGeluOfTheSum(int rows, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(width);
        OperatorCheck.AssertEqual(Fused, x => F.gelu(x[0] + x[1]), randn(rows, width) * 3, randn(width));
    }

    [Fact]
    public void TheGradientIsTheSlope()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        OperatorCheck.AssertGradient(Fused, randn(5, 7, 11), randn(11));
    }

    [Fact]
    public void TheErrorIsBelowFourTenMillionthsEverywhere()
    {
        using var scope = NewDisposeScope();
        var x = linspace(-12, 12, 100001, dtype: ScalarType.Float64).unsqueeze(1);
        var fused = Fused([x.to(ScalarType.Float32), zeros(1)]).to(ScalarType.Float64);
        Assert.InRange(((fused - F.gelu(x)).abs() - 1e-7 * x.abs()).max().item<double>(), -1, 4e-7);
    }
}
