using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

public sealed class GradientNodeTests : IDisposable
{
    readonly IDisposable scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    // 3x and 5x; the second argument is never given
    static (Tensor Three, Tensor Five) Multiples(Tensor x, List<(bool Three, bool Five)>? calls = null)
    {
        Tensor three, five;
        using (no_grad()) (three, five) = (3 * x, 5 * x);
        GradientNode.Attach([x, null], [three, five], [x], (saved, gradients) =>
        {
            calls?.Add((gradients[0] is not null, gradients[1] is not null));
            var result = zeros_like(saved[0]);
            if (gradients[0] is { } ofThree) result.add_(ofThree, 3);
            if (gradients[1] is { } ofFive) result.add_(ofFive, 5);
            return [result, null];
        });
        return (three, five);
    }

    static Tensor Leaf() => tensor(new[] { 1f, -2, 4 }).requires_grad_();

    [Theory]
    [InlineData(true, true, 8)]
    [InlineData(true, false, 3)]
    [InlineData(false, true, 5)]
    public void TheGradientsOfSeveralResultsArriveAndNullForOneThatNobodyUsed(bool useThree, bool useFive, float expected)
    {
        var (x, calls) = (Leaf(), new List<(bool, bool)>());
        var (three, five) = Multiples(x, calls);
        ((useThree ? three.sum() : 0) + (useFive ? five.sum() : 0)).backward();
        Assert.Equal([expected, expected, expected], x.grad!.data<float>().ToArray());
        Assert.Equal([(useThree, useFive)], calls);
    }

    [Fact]
    public void NodesChainWithEachOtherAndWithOperatorsOfLibtorch()
    {
        var x = Leaf();
        Multiples(Multiples(x.square()).Three).Five.sum().backward();
        Assert.Equal([30f, -60, 120], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void AResultBelongsToTheGraphAndALeafThatWantsNoGradientGetsNone()
    {
        var (x, frozen) = (Leaf(), tensor(2f));
        Tensor product;
        using (no_grad()) product = x * frozen;
        GradientNode.Attach([x, frozen], [product], [frozen], (saved, gradients) => [gradients[0]! * saved[0], ones(1)]);
        Assert.True(product.requires_grad);
        Assert.False(product.is_leaf);
        product.sum().backward();
        Assert.Equal([2f, 2, 2], x.grad!.data<float>().ToArray());
        Assert.Null(frozen.grad);
    }

    [Fact]
    public void AGraphThatIsNeverRunBackwardIsFreedWithItsSavedTensors()
    {
        var x = Leaf();
        var before = LiveTensors.Count();
        WeakReference saved = Forget(x);
        Assert.Equal(before, LiveTensors.Count());
        Assert.False(saved.IsAlive);

        static WeakReference Forget(Tensor x)
        {
            using var inner = NewDisposeScope();
            var state = new object();
            Tensor same;
            using (no_grad()) same = x.clone();
            GradientNode.Attach([x], [same], [ones(1000)], (_, gradients) => [state is null ? null : gradients[0]!.clone()]);
            return new(state);
        }
    }

    [Fact]
    public void ManyThreadsBuildAndRunGraphsAtOnce()
    {
        var wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(t => new Thread(() =>
        {
            for (var call = 0; call < 200; call++)
            {
                using var inner = NewDisposeScope();
                var x = full(3, t + call, dtype: ScalarType.Float32).requires_grad_();
                Multiples(Multiples(x).Three * x).Five.sum().backward();
                if (x.grad!.data<float>().ToArray().Any(value => value != 30f * (t + call))) Interlocked.Increment(ref wrong);
            }
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(0, wrong);
    }
}
