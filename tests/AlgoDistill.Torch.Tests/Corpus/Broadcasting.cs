using TorchSharp;
using static TorchSharp.torch;

namespace Corpus;

public class Broadcasting
{
    [Fact]
    public void Shapes_stretch_from_the_right()
    {
        using var _ = NewDisposeScope();
        var column = tensor(new long[] { 0, 10, 20 }).unsqueeze(1);
        var row = arange(4);
        var table = column + row;

        Assert.Equal(new long[] { 3, 4 }, table.shape);
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 4; j++)
                Assert.Equal(10 * i + j, table[i, j].item<long>());
        Assert.Equal(new long[] { 5, 3, 4 }, (zeros(5, 1, 4) + ones(3, 1)).shape);
    }

    [Fact]
    public void Numbers_mix_with_tensors_on_both_sides()
    {
        using var _ = NewDisposeScope();
        var x = tensor(new float[] { 1, 2, 4 });
        Assert.Equal(new float[] { 2, 1, 0.5f }, (2 / x).data<float>().ToArray());
        Assert.Equal(new float[] { 0, -1, -3 }, (1.0 - x).data<float>().ToArray());
        Assert.Equal(new float[] { 3, 5, 9 }, (2 * x + 1L).data<float>().ToArray());
        Assert.Equal(new float[] { 1, 0, 0 }, (x % 2).data<float>().ToArray());
        Assert.Equal(ScalarType.Float32, (x * 0.5).dtype);
        Assert.Equal(new[] { false, true, true }, (x >= 2).data<bool>().ToArray());
        Assert.Equal(new float[] { 0, 1, 1 }, x.div(2, RoundingMode.floor).clamp(max: 1).data<float>().ToArray());
    }

    [Fact]
    public void Sums_along_a_dimension_agree_with_matrix_products()
    {
        using var _ = NewDisposeScope();
        manual_seed(1);
        var a = randn(4, 5, dtype: float64);
        var b = randn(5, 3, dtype: float64);
        var product = (a.unsqueeze(2) * b.unsqueeze(0)).sum(1);
        Assert.True(product.allclose(a.matmul(b)));
        Assert.True(product.allclose(einsum("ij,jk->ik", a, b)));
        Assert.True(a.mean(new long[] { 0 }, keepdim: true).allclose(ones(1, 4, dtype: float64).matmul(a) / 4));
        Assert.True(a.std(dim: 0, unbiased: false).square().allclose((a - a.mean(new long[] { 0 })).square().mean(new long[] { 0 })));
    }
}
