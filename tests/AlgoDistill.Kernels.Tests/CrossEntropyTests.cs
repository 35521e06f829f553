using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Kernels.Tests;

public sealed class CrossEntropyTests
{
    static Tensor Fused(Tensor logits, Tensor targets, Tensor? weights = null, double smoothing = 0) =>
        CrossEntropy.Apply(logits, targets, weights ?? ones(logits.shape[0], dtype: logits.dtype), smoothing);

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
        KernelCheck.AssertEqual(x => Fused(x[0], targets, null, smoothing),
            x => F.cross_entropy(x[0], targets, label_smoothing: smoothing), randn(rows, classes) * 3);
    }

    [Fact]
    public void WeightsGiveTheWeightedMean()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (targets, weights) = (randint(0, 9, [130]), rand(130));
        KernelCheck.AssertEqual(x => Fused(x[0], targets, weights.to(x[0].dtype), 0.2),
            x => (F.cross_entropy(x[0], targets, reduction: nn.Reduction.None, label_smoothing: 0.2) * weights).sum() / weights.to(ScalarType.Float64).sum(),
            randn(130, 9));
    }

    [Fact]
    public void TheGradientIsTheSlope()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (targets, weights) = (randint(0, 6, [10]), rand(10));
        KernelCheck.AssertGradient(x => Fused(x[0], targets, weights.to(x[0].dtype), 0.1), randn(10, 6));
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
    public void WithoutAnyWeightTheMeanIsNoNumber()
    {
        using var scope = NewDisposeScope();
        Assert.True(float.IsNaN(Fused(zeros(3, 4), zeros([3], ScalarType.Int64), zeros(3)).item<float>()));
    }

    [Fact]
    public void TheNumberOfThreadsChangesNoBit()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var (logits, targets, weights) = (randn(1000, 17), randint(0, 17, [1000]), rand(1000));
        var losses = KernelCheck.WithThreads(1, 2).Select(_ => Fused(logits, targets, weights, 0.1).item<float>()).ToArray();
        Assert.Equal(losses[0], losses[1]);
    }

    [Fact]
    public void ATargetThatIsNoClassIsNamed()
    {
        using var scope = NewDisposeScope();
        foreach (var logits in new[] { zeros(2, 5), zeros(2, 5).requires_grad_() })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => Fused(logits, tensor(new[] { 0L, 5L })));
            Assert.Contains("target 5 of row 1 is no class; allowed is 0 to 4", error.Message, StringComparison.Ordinal);
        }
    }
}
