using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class InputTests
{
    [Fact]
    public void AModelOnTheCpuReadsWhatWasWritten()
    {
        using var scope = NewDisposeScope();
        using var input = new Input(ScalarType.Int64, zeros(1), 2, 3);
        Assert.Equal([2, 3], input.Value.shape);
        input.Values<long>()[4] = 7;
        input.Upload();
        Assert.Equal(7, input.Value[1, 1].item<long>());
        Assert.Equal(ScalarType.Int64, input.Value.dtype);
    }

    [Fact]
    public void AModelOfAnotherTypeReadsACopyInItsOwn()
    {
        using var scope = NewDisposeScope();
        using var input = new Input(ScalarType.Float32, zeros(1, dtype: ScalarType.Float64), 3);
        for (var value = 1; value <= 2; value++)
        {
            input.Values<float>().Fill(value);
            input.Upload();
            Assert.Equal([value, value, value], input.Value.data<double>().ToArray());
        }
    }

    [Fact]
    public void TheTensorStaysUntilTheShapeChanges()
    {
        using var scope = NewDisposeScope();
        using var input = new Input(ScalarType.Float32, zeros(1), 2, 3);
        var first = input.Value;
        input.Reshape(2, 3);
        Assert.Same(first, input.Value);
        foreach (var (rows, columns) in new[] { (1, 4), (5, 7) })
        {
            input.Reshape(rows, columns);
            input.Values<float>().Fill(rows);
            Assert.Equal([rows, columns], input.Value.shape);
            Assert.Equal(rows * rows * columns, input.Value.sum().item<float>());
        }
    }

    [Fact]
    public void NothingIsLeftBehind()
    {
        using var like = zeros(1, dtype: ScalarType.Float64).DetachFromDisposeScope();
        using var input = new Input(ScalarType.Float32, like, 3);
        var value = input.Value;
        input.Reshape(4);
        Assert.True(value.IsInvalid);
        value = input.Value;
        input.Dispose();
        Assert.True(value.IsInvalid);
        Assert.Equal(0, input.Values<float>().Length);
        Assert.Throws<ObjectDisposedException>(() => input.Value);
    }
}
