using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

public sealed class DispatcherTests : IDisposable
{
    readonly IDisposable scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void AnOperatorIsCalledByItsName()
    {
        Tensor[] x = [tensor(new[] { -1f, 2, -3 }), tensor(new[] { 4f })];
        Dispatcher.Call("aten::_foreach_neg_", "", Dispatcher.Of(x));
        Assert.Equal([1, -2, 3], x[0].data<float>().ToArray());
        Assert.Equal([-4], x[1].data<float>().ToArray());       // still whole: the operator had references of its own
    }

    [Fact]
    public void AnOverloadAndTruthValuesGoThrough()
    {
        Tensor[] x = [ones(2)], factors = [tensor(new[] { 3f, 5 })];
        Dispatcher.Call("aten::_foreach_mul_", "List", Dispatcher.Of(x), Dispatcher.Of(factors));
        Assert.Equal([3, 5], x[0].data<float>().ToArray());
        Dispatcher.Call("aten::_foreach_copy_", "", Dispatcher.Of(x), Dispatcher.Of([tensor(7f)]), Dispatcher.Of(false));
        Assert.Equal([7, 7], x[0].data<float>().ToArray());
    }

    // libtorch's stable interface converts no Scalar
    [Fact]
    public void ANumberOfAnyTypeIsRefused() => Assert.Contains("aten::_foreach_norm.Scalar",
        Assert.Throws<NotSupportedException>(() => Dispatcher.Call("aten::_foreach_norm", "Scalar", Dispatcher.Of([ones(2)]), Dispatcher.Of(2.0), Dispatcher.None)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheFusedOptimiserFollowsItsEquations(bool rateIsATensor)
    {
        const double rate = 0.1, beta1 = 0.9, beta2 = 0.95, decay = 0.05, epsilon = 1e-8;
        manual_seed(1);
        Tensor[] values = [randn(3), randn(2, 2)], gradients = [randn(3), randn(2, 2)], first = [zeros(3), zeros(2, 2)], second = [zeros(3), zeros(2, 2)];
        Tensor[] steps = [tensor(1f), tensor(1f)];
        Tensor[] start = [.. values.Select(value => value.clone())];
        Dispatcher.Call("aten::_fused_adamw_", rateIsATensor ? "tensor_lr" : "", Dispatcher.Of(values), Dispatcher.Of(gradients), Dispatcher.Of(first), Dispatcher.Of(second), Dispatcher.Of([]),
            Dispatcher.Of(steps), rateIsATensor ? Dispatcher.Of(tensor((float)rate)) : Dispatcher.Of(rate), Dispatcher.Of(beta1), Dispatcher.Of(beta2), Dispatcher.Of(decay), Dispatcher.Of(epsilon),
            Dispatcher.Of(false), Dispatcher.Of(false), Dispatcher.None, Dispatcher.None);
        for (var i = 0; i < values.Length; i++)
        {
            var expected = start[i] * (1 - rate * decay) - rate * gradients[i] / (gradients[i].abs() + epsilon);    // the first step: mean and root are the gradient
            Assert.True(expected.allclose(values[i], atol: 1e-6), $"{expected} and {values[i]}");
            Assert.True((gradients[i] * (1 - beta1)).allclose(first[i], atol: 1e-6));
            Assert.True((gradients[i].square() * (1 - beta2)).allclose(second[i], atol: 1e-6));
        }
    }

    [Fact]
    public void AnOptionalTensorMayBeGiven()
    {
        Tensor[] Stepped(StableValue scale, double factor)
        {
            Tensor[] value = [ones(3)], gradient = [full(3, factor, dtype: ScalarType.Float32)], first = [zeros(3)], second = [zeros(3)];
            Dispatcher.Call("aten::_fused_adamw_", "", Dispatcher.Of(value), Dispatcher.Of(gradient), Dispatcher.Of(first), Dispatcher.Of(second), Dispatcher.Of([]), Dispatcher.Of([tensor(1f)]),
                Dispatcher.Of(0.1), Dispatcher.Of(0.9), Dispatcher.Of(0.95), Dispatcher.Of(0.0), Dispatcher.Of(1e-8), Dispatcher.Of(false), Dispatcher.Of(false), scale, Dispatcher.None);
            return first;
        }

        var (scaled, plain) = (Stepped(Dispatcher.Some(Dispatcher.Of(tensor(4f))), 8), Stepped(Dispatcher.None, 2));
        Assert.True(plain[0].allclose(scaled[0]));
    }

    [Fact]
    public void ARefusedCallIsNotSupported()
    {
        Assert.Contains("aten::no_such_operator.", Assert.Throws<NotSupportedException>(() => Dispatcher.Call("aten::no_such_operator", "", Dispatcher.Of(ones(1)))).Message, StringComparison.Ordinal);
        Tensor[] x = [ones(2, 3)];
        Assert.Throws<NotSupportedException>(() => Dispatcher.Call("aten::_foreach_mul_", "List", Dispatcher.Of(x), Dispatcher.Of([ones(5)])));
        Dispatcher.Call("aten::_foreach_neg_", "", Dispatcher.Of(x));
        Assert.Equal(-6, x[0].sum().item<float>());
    }

    [Fact]
    public void NothingIsLeftBehind()
    {
        Tensor[] x = [ones(3), ones(2)];
        var before = LiveTensors.Count();
        for (var call = 0; call < 100; call++) Dispatcher.Call("aten::_foreach_neg_", "", Dispatcher.Of(x));
        Assert.Equal(before, LiveTensors.Count());
        GC.KeepAlive(x);
    }
}
