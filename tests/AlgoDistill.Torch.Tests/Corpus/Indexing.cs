using TorchSharp;
using static TorchSharp.torch;

namespace Corpus;

public class Indexing
{
    [Fact]
    public void Rows_columns_and_blocks()
    {
        using var _ = NewDisposeScope();
        var t = arange(0, 24, 1, dtype: float32).reshape(2, 3, 4);

        Assert.Equal(23f, t[1, 2, 3].item<float>());
        Assert.Equal(new long[] { 3, 4 }, t[0].shape);
        Assert.Equal(new float[] { 4, 5, 6, 7, 16, 17, 18, 19 }, t[.., 1].data<float>().ToArray());
        Assert.Equal(new float[] { 10, 11, 22, 23 }, t[TensorIndex.Ellipsis, 2, 2..4].data<float>().ToArray());
        Assert.Equal(new float[] { 3, 7, 11 }, t[0, .., ^1].data<float>().ToArray());
        Assert.Equal(new long[] { 2, 1, 3, 2 }, t[TensorIndex.Colon, TensorIndex.None, TensorIndex.Colon, TensorIndex.Slice(0, 4, 2)].shape);
        Assert.Equal(new long[] { 2, 3, 1 }, t[.., .., ..1].shape);
    }

    [Fact]
    public void Masks_and_index_tensors()
    {
        using var _ = NewDisposeScope();
        var t = tensor(new float[,] { { 1, -2 }, { -3, 4 } });

        Assert.Equal(5f, t[t > 0].sum().item<float>());
        t[t < 0] = tensor(0f);
        Assert.True(t.allclose(tensor(new float[,] { { 1, 0 }, { 0, 4 } })));
        t[1, ..] = tensor(new float[] { 7, 8 });
        t[0, 1] = 9;
        Assert.Equal(new float[] { 1, 9, 7, 8 }, t.data<float>().ToArray());
        Assert.Equal(new float[] { 8, 9 }, t[tensor(new long[] { 1, 0 }), tensor(new long[] { 1, 1 })].data<float>().ToArray());
        Assert.Equal(new float[] { 7, 8, 1, 9 }, t.index_select(0, tensor(new long[] { 1, 0 })).data<float>().ToArray());
        Assert.Equal(new float[] { 9, 7 }, t.gather(1, tensor(new long[,] { { 1 }, { 0 } })).data<float>().ToArray());
    }

    [Fact]
    public void Values_come_out_in_every_way()
    {
        using var _ = NewDisposeScope();
        var t = tensor(new double[] { 1.5, 2.5, 3.5 }, requires_grad: false);
        double sum = 0;
        foreach (var value in t.data<double>()) sum += value;
        Assert.Equal(7.5, sum);
        Assert.Equal(2.5, t[1].ToDouble());
        Assert.Equal(3.5, (double)t[2]);
        Assert.Equal(3, t.IntShape()[0]);
        Assert.Equal(24, t.bytes.Length);
        Assert.Equal("[1.5 2.5 3.5]", t.str());
    }
}
