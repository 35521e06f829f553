using System.Runtime.InteropServices;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Torch.Tests;

public sealed class CrossEntropyOperatorTest
{
    private static Tensor Fused(Tensor logits, Tensor targets, Tensor? weights = null, double smoothing = 0) =>
        Operators.Call("algodistill::cross_entropy", logits, targets, weights, smoothing);

    [Theory]
    [InlineData(300, 5, 0)]
    [InlineData(65, 100, 0.1)]
    [InlineData(1, 7, 1)]
    [InlineData(4, 2, 0.3)]
    [InlineData(3, 31, 0.1)]
    public void TheMeanIsPyTorchs(int rows, int classes, double smoothing)
    {
        using var scope = NewDisposeScope();
        manual_seed(rows);
        var targets = randint(0, classes, [rows]);
        OperatorCheck.AssertEqual(x => Fused(x[0], targets, null, smoothing),
            x => F.cross_entropy(x[0], targets, label_smoothing: smoothing), randn(rows, classes) * 3);
    }

    [Fact]
    public void WeightsGiveTheWeightedMean()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (targets, weights) = (randint(0, 9, [130]), rand(130));
        OperatorCheck.AssertEqual(x => Fused(x[0], targets, weights, 0.2),
            x => (F.cross_entropy(x[0], targets, reduction: nn.Reduction.None, label_smoothing: 0.2) * weights).sum() / weights.to(ScalarType.Float64).sum(),
            randn(130, 9));
    }

    [Fact]
    public void TheGradientIsTheSlope()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (targets, weights) = (randint(0, 6, [10]), rand(10));
        OperatorCheck.AssertGradient(x => Fused(x[0], targets, weights, 0.1), randn(10, 6));
    }

    [Fact]
    public void ARowWithoutWeightMayHaveAnyTarget()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var logits = randn(3, 4);
        var all = Fused(logits, tensor(new[] { 1L, -100L, 2L }), tensor(new[] { 1f, 0f, 1f })).item<float>();
        var kept = Fused(logits.index_select(0, tensor(new[] { 0L, 2L })), tensor(new[] { 1L, 2L })).item<float>();
        Assert.Equal(kept, all, 1e-6f);
    }

    [Fact]
    public void ATargetThatIsNoClassIsNamed()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => Fused(zeros(2, 5), tensor(new[] { 0L, 5L })));
        Assert.Contains("target 5 of row 1 is not in [0, 5)", error.Message);
    }
}
