using static TorchSharp.torch;

namespace AlgoDistill.Torch.Tests;

public sealed class IndexTest : IDisposable
{
    private readonly IDisposable scope = NewDisposeScope();
    private readonly Tensor x = arange(24).view(2, 3, 4);

    public void Dispose() => scope.Dispose();

    private static long[] Values(Tensor tensor) => tensor.data<long>().ToArray();

    [Fact]
    public void NumbersRangesAndEllipsesMakeViews()
    {
        Assert.Equal([12, 13, 14, 15], Values(x[1, 0]));
        Assert.Equal([23], Values(x[1, 2, 3]));
        Assert.Equal([2, 2, 3], x[.., 1.., ..^1].shape);
        Assert.Equal([5, 6], Values(x[0, 1, 1..3]));
        Assert.Equal([3, 7, 11], Values(x[0, TensorIndex.Ellipsis, -1]));
        Assert.Equal([0, 2, 4, 6, 8, 10], Values(x[0, TensorIndex.Colon, TensorIndex.Slice(step: 2)]));
        Assert.Equal([2, 1, 3, 4], x[.., TensorIndex.None].shape);
        Assert.Equal([2, 3], x[TensorIndex.Ellipsis, ^1].shape);
    }

    [Fact]
    public void AViewSharesItsMemory()
    {
        x[0, 1..2].fill_(-1);
        Assert.Equal(-4, x.sum().item<long>() - Enumerable.Range(0, 24).Except(Enumerable.Range(4, 4)).Sum());
    }

    [Fact]
    public void TensorsPickElementsAndMasksSelectThem()
    {
        Assert.Equal([4, 5, 6, 7, 20, 21, 22, 23, 8, 9, 10, 11], Values(x[tensor(new long[] { 0, 1, 0 }), tensor(new long[] { 1, 2, 2 })]));
        Assert.Equal([1, 13], Values(x[.., 0, TensorIndex.Tensor(tensor(new long[] { 1 }))]));
        Assert.Equal([22, 23], Values(x[x > 21]));
        var rows = tensor(new[,] { { true, false, false }, { false, false, true } });
        Assert.Equal([1, 21], Values(x[rows, tensor(new long[] { 1, 1 })]));
    }

    [Fact]
    public void AssignmentWritesThroughEveryKindOfIndex()
    {
        x[0] = 0;
        x[1, 2, 3] = 100;
        x[1, 0, ..2] = tensor(new long[] { 7, 8 });
        x[x == 13] = 0;
        x[1, TensorIndex.Tensor(tensor(new long[] { 1 }))] = -1;

        Assert.Equal([.. new long[12], 7, 8, 14, 15, -1, -1, -1, -1, 20, 21, 22, 100], Values(x));
    }

    [Fact]
    public void AnIndexOutsideIsRefused()
    {
        Assert.Contains("out of range", Assert.ThrowsAny<Exception>(() => x[2]).Message);
        Assert.Contains("dimension", Assert.Throws<ArgumentOutOfRangeException>(() => x.size(3)).Message);
    }

    [Fact]
    public void IndexingLeavesNothingBehind()
    {
        var before = LiveTensors.Count();
        using (var part = x[.., 1..2, 3]) Assert.Equal([2, 1], part.shape);
        using (var picked = x[.., 0, TensorIndex.Tensor(x[0, 0, ..2])]) Assert.Equal([2, 2], picked.shape);
        Assert.InRange(LiveTensors.Count() - before, 0, 1);
    }
}
