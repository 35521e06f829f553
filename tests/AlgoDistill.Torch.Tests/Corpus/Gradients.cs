using TorchSharp;
using static TorchSharp.torch;

namespace Corpus;

public class Gradients
{
    [Fact]
    public void First_and_second_derivatives_of_a_cube()
    {
        using var _ = NewDisposeScope();
        var x = tensor(new double[] { 1, 2, 3 }, requires_grad: true);
        var first = autograd.grad(new[] { x.pow(3).sum() }, new[] { x }, create_graph: true)[0];
        var second = autograd.grad(new[] { first.sum() }, new[] { x })[0];
        Assert.True(first.allclose(3 * x * x));
        Assert.True(second.allclose(6 * x));
        Assert.Null(x.grad);
    }

    [Fact]
    public void Gradients_accumulate_until_they_are_cleared()
    {
        using var _ = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        (2 * x).sum().backward();
        (3 * x).sum().backward();
        Assert.Equal(new float[] { 5, 5 }, x.grad!.data<float>().ToArray());
        x.grad = null;
        Assert.Null(x.grad);
        (x * x).backward(new[] { tensor(new float[] { 1, 10 }) });
        Assert.Equal(new float[] { 2, 20 }, x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Nothing_is_recorded_where_it_is_switched_off()
    {
        using var _ = NewDisposeScope();
        var x = ones(1, requires_grad: true);
        using (no_grad()) Assert.False((x * 2).requires_grad);
        using (inference_mode()) Assert.False((x * 2).requires_grad);
        using (set_grad_enabled(false)) Assert.False((x * 2).requires_grad);
        Assert.True((x * 2).requires_grad);
        Assert.False(x.detach().requires_grad);
        Assert.True(x.is_leaf);
    }
}
