using static TorchSharp.torch;

namespace AlgoDistill.Torch.Tests;

public sealed class TensorTest
{
    [Fact]
    public void ATensorOfAnArrayHoldsItsElementsInOrder()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });

        Assert.Equal([2, 3], x.shape);
        Assert.Equal(ScalarType.Float32, x.dtype);
        Assert.Equal([1, 2, 3, 4, 5, 6], x.data<float>().ToArray());
        Assert.Equal([1, 4, 2, 5, 3, 6], x.t().data<float>().ToArray());
        Assert.Equal(6, x[1, 2].item<float>());
    }

    [Fact]
    public void ScalarsWorkOnBothSidesOfEveryOperator()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2.0, 4.0 });

        Assert.Equal([3, 4, 6], (x + 2).data<double>().ToArray());
        Assert.Equal([3, 4, 6], (2 + x).data<double>().ToArray());
        Assert.Equal([-1, 0, 2], (x - 2L).data<double>().ToArray());
        Assert.Equal([1, 0, -2], (2L - x).data<double>().ToArray());
        Assert.Equal([0.5, 1, 2], (x * 0.5).data<double>().ToArray());
        Assert.Equal([0.5, 1, 2], (0.5f * x).data<double>().ToArray());
        Assert.Equal([0.5, 1, 2], (x / 2).data<double>().ToArray());
        Assert.Equal([4, 2, 1], (4 / x).data<double>().ToArray());
        Assert.Equal([1, 2, 1], (x % 3).data<double>().ToArray());
        Assert.Equal([-1, -2, -4], (-x).data<double>().ToArray());
        Assert.Equal([false, true, true], (x > 1).data<bool>().ToArray());
        Assert.Equal([true, false, false], (2 > x).data<bool>().ToArray());
        Assert.Equal([false, true, false], (x == 2).data<bool>().ToArray());
    }

    [Fact]
    public void GradientsOfAProductAreTheOtherFactor()
    {
        using var scope = NewDisposeScope();
        var x = randn(3, 4, dtype: ScalarType.Float64, requires_grad: true);
        var y = randn(4, 5, dtype: ScalarType.Float64, requires_grad: true);

        x.matmul(y).sum().backward();

        Assert.True(x.grad!.allclose(y.sum(1).expand(3, 4)));
        Assert.True(y.grad!.allclose(x.sum(0).unsqueeze(1).expand(4, 5)));
    }

    [Fact]
    public void AnErrorOfLibtorchNamesTheOperatorAndTheShapes()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => zeros(2, 3).matmul(zeros(4, 5)));

        Assert.Contains("aten::matmul", error.Message);
        Assert.Contains("2x3 and 4x5", error.Message);
    }

    [Fact]
    public void AScopeDisposesWhatWasMadeInItButNotWhatWasMovedOut()
    {
        var before = LiveTensors.Count();
        Tensor kept;
        using (NewDisposeScope())
        {
            var a = ones(3) + ones(3);
            kept = (a * 2).MoveToOuterDisposeScope();
            Assert.Equal(before + 4, Tensor.TotalCount);
        }

        Assert.Equal(before + 1, Tensor.TotalCount);
        Assert.Equal(4, kept[0].item<float>());
        kept.Dispose();
        Assert.Throws<ObjectDisposedException>(() => kept.shape);
    }
}
