using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

/// <summary>What holds for every kernel as part of an autograd graph.</summary>
public sealed class KernelLawTests
{
    public static TheoryData<string> Kernels => KernelCase.Names;

    [Theory]
    [MemberData(nameof(Kernels))]
    public void InputsMayLieInAnyOrder(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var kernel = KernelCase.All[name];
        var inputs = kernel.Inputs();
        var (value, gradients) = Differentiate(kernel.Fused, inputs, y => y.square().sum());
        var (spread, ofSpread) = Differentiate(x => kernel.Fused([.. x.Select(Spread)]), inputs, y => y.square().sum());

        AssertSame(value, spread);
        for (var i = 0; i < inputs.Length; i++) AssertSame(gradients[i], ofSpread[i]);
        using var frozen = no_grad();
        AssertSame(value, kernel.Fused([.. inputs.Select(Spread)]));

        // the same values, with a gap after each
        static Tensor Spread(Tensor x) => stack([x, zeros_like(x)], -1).select(-1, 0);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void GradientsMayBeExpandedOrTurned(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var kernel = KernelCase.All[name];
        foreach (var reduce in new Func<Tensor, Tensor>[] { y => y.sum(), y => y.dim() == 0 ? y : (y.transpose(0, -1) * Ramp(y.transpose(0, -1))).sum() })
        {
            var inputs = kernel.Inputs();
            var (_, expected) = Differentiate(kernel.Plain, [.. inputs.Select(input => input.to(ScalarType.Float64))], reduce);
            var (_, gradients) = Differentiate(kernel.Fused, inputs, reduce);
            for (var i = 0; i < inputs.Length; i++) AssertClose(expected[i], gradients[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void WhereNoGradientIsWantedThereIsNoNode(string name)
    {
        using var scope = NewDisposeScope();
        var kernel = KernelCase.All[name];
        Assert.False(kernel.Fused(kernel.Inputs()).requires_grad);
        var leaves = kernel.Leaves();
        Assert.True(kernel.Fused(leaves).requires_grad);
        using (no_grad()) Assert.False(kernel.Fused(leaves).requires_grad);
        using (inference_mode()) Assert.False(kernel.Fused(leaves).requires_grad);
        Assert.True(is_grad_enabled());
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void WithAndWithoutANodeTheValueHasTheSameBits(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var kernel = KernelCase.All[name];
        var leaves = kernel.Leaves();
        using var frozen = no_grad();
        var without = kernel.Fused(leaves);
        using var again = enable_grad();
        AssertSame(without, kernel.Fused(leaves));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void EachInputMayBeTheOnlyOneThatWantsAGradient(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var kernel = KernelCase.All[name];
        var inputs = kernel.Inputs();
        var (_, expected) = Differentiate(kernel.Fused, inputs, y => y.square().sum());
        for (var only = 0; only < inputs.Length; only++)
        {
            Tensor[] some = [.. inputs.Select((input, i) => i == only ? input.clone().requires_grad_() : input.clone())];
            kernel.Fused(some).square().sum().backward();
            for (var i = 0; i < inputs.Length; i++)
                if (i == only) AssertSame(expected[i], some[i].grad!);
                else Assert.Null(some[i].grad);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void AGraphThatIsKeptGivesTheGradientAgain(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var kernel = KernelCase.All[name];
        var leaves = kernel.Leaves();
        var loss = kernel.Fused(leaves).square().sum();
        loss.backward(retain_graph: true);
        Tensor[] once = [.. leaves.Select(leaf => leaf.grad!.clone())];
        loss.backward(retain_graph: true);
        loss.backward();
        for (var i = 0; i < leaves.Length; i++) AssertClose(3 * once[i], leaves[i].grad!);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void GradientsOfAnInputThatIsUsedTwiceAddUp(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var kernel = KernelCase.All[name];
        var inputs = kernel.Inputs();
        var (_, expected) = Differentiate(Twice(kernel.Plain), [.. inputs.Select(input => input.to(ScalarType.Float64))], y => y.sum());
        var (_, gradients) = Differentiate(Twice(kernel.Fused), inputs, y => y.sum());
        for (var i = 0; i < inputs.Length; i++) AssertClose(expected[i], gradients[i]);

        static Func<Tensor[], Tensor> Twice(Func<Tensor[], Tensor> function) => x =>
        {
            var (first, second) = (function(x), function([.. x.Select((input, i) => i == 0 ? input * 0.5 : input)]));
            return first * Ramp(first) + second.square();
        };
    }

    [Fact]
    public void NoRowsGiveNoneAndGradientsOfZero()
    {
        using var scope = NewDisposeScope();
        foreach (var name in new[] { "linear", "feed-forward", "norm" })
        {
            var (value, gradients) = Differentiate(KernelCase.All[name].Fused, [.. KernelCase.All[name].Inputs().Select((x, i) => i == 0 ? x.narrow(0, 0, 0) : x)], y => y.sum());
            Assert.Equal(0, value.numel());
            Assert.All(gradients, gradient => Assert.Equal(0, gradient.abs().sum().item<float>()));
        }
    }

    // Sums over Float64 are compared with those over Float32
    static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange(KernelCheck.RelativeError(actual, expected), 0, 1e-4);
    }

    static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.eq(actual).all().item<bool>());
    }

    static (Tensor Value, Tensor[] Gradients) Differentiate(Func<Tensor[], Tensor> function, Tensor[] inputs, Func<Tensor, Tensor> reduce)
    {
        Tensor[] leaves = [.. inputs.Select(input => input.clone().requires_grad_())];
        var value = function(leaves);
        reduce(value).backward();
        return (value.detach(), [.. leaves.Select(leaf => leaf.grad!)]);
    }

    static Tensor Ramp(Tensor like) => (arange(like.numel(), dtype: ScalarType.Float64) * 0.3).cos().view(like.shape).to(like.dtype);
}
