using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Kernels.Tests;

public sealed class ResidualLayerNormTests
{
    static Tensor Fused(Tensor[] x, Tensor? update)
    {
        var (sum, normed) = ResidualLayerNorm.Apply(x[0], update, x[1], x[2]);
        return cat([sum, normed], -1);
    }

    static Tensor Plain(Tensor sum, Tensor weight, Tensor bias) =>
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
        KernelCheck.AssertEqual(x => Fused(x, x[3]), x => Plain(x[0] + x[3], x[1], x[2]),
            randn(rows, width), randn(width), randn(width), randn(rows, width));
    }

    [Fact]
    public void WithoutAnUpdateTheSumIsTheResidual()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        KernelCheck.AssertEqual(x => Fused(x, null), x => Plain(x[0], x[1], x[2]), randn(2, 5, 33), randn(33), randn(33));
    }

    [Fact]
    public void TheGradientIsTheSlope()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        KernelCheck.AssertGradient(x => Fused(x, x[3]), randn(9, 11), randn(11), randn(11), randn(9, 11));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheGradientOfOneOutputAloneIsThatOutputs(bool normedAlone)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        KernelCheck.AssertEqual(
            x =>
            {
                var (sum, normed) = ResidualLayerNorm.Apply(x[0], x[3], x[1], x[2]);
                return normedAlone ? normed : sum + 0 * (x[1].sum() + x[2].sum());      // every input has a gradient, if a zero one
            },
            x => normedAlone ? F.layer_norm(x[0] + x[3], [13], x[1], x[2]) : x[0] + x[3] + 0 * (x[1].sum() + x[2].sum()),
            randn(70, 13), randn(13), randn(13), randn(70, 13));
    }

    [Fact]
    public void TheGradientOfTheSumAloneReachesNeitherWeightNorBias()
    {
        using var scope = NewDisposeScope();
        Tensor[] x = [.. new[] { randn(3, 4), randn(4), randn(4), randn(3, 4) }.Select(input => input.requires_grad_())];
        ResidualLayerNorm.Apply(x[0], x[3], x[1], x[2]).Sum.backward([arange(12, dtype: ScalarType.Float32).view(4, 3).t()]);   // not in order
        Assert.Equal([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11], x[0].grad!.contiguous().data<float>().ToArray());
        Assert.True(x[3].grad!.eq(x[0].grad!).all().item<bool>());
        Assert.Null(x[1].grad);
        Assert.Null(x[2].grad);
    }

    [Fact]
    public void ResidualAndUpdateHaveGradientsOfTheirOwn()
    {
        using var scope = NewDisposeScope();
        Tensor[] x = [.. new[] { randn(3, 4), randn(4), randn(4), randn(3, 4) }.Select(input => input.requires_grad_())];
        ResidualLayerNorm.Apply(x[0], x[3], x[1], x[2]).Normed.square().sum().backward();
        var before = x[3].grad!.clone();
        using (no_grad()) x[0].grad!.zero_();
        Assert.True(x[3].grad!.eq(before).all().item<bool>());
    }

    [Fact]
    public void TheNumberOfThreadsChangesNoBit()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var (residual, weight) = (randn(1000, 33), randn(33).requires_grad_());
        var gradients = KernelCheck.WithThreads(1, 2).Select(_ =>
        {
            weight.grad = null;
            ResidualLayerNorm.Apply(residual, null, weight, zeros(33)).Normed.square().sum().backward();
            return weight.grad!.clone();
        }).ToArray();
        Assert.True(gradients[0].eq(gradients[1]).all().item<bool>());
    }
}
