using static TorchSharp.torch;

namespace AlgoDistill.Torch.Tests;

public sealed class DataLoaderTest
{
    private static long[] Pass(TorchSharp.Modules.IterableDataLoader loader) => [.. loader.SelectMany(batch => batch[0].data<long>().ToArray())];

    [Fact]
    public void BatchesCoverTheDataInOrder()
    {
        using var scope = NewDisposeScope();
        using var data = utils.data.TensorDataset(arange(7), arange(7) * 10);
        var loader = utils.data.DataLoader(data, 3);

        Assert.Equal(3, loader.Count);
        Assert.Equal([3, 3, 1], loader.Select(batch => batch[1].size(0)));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Pass(loader));
        Assert.Equal([3, 3], utils.data.DataLoader(data, 3, drop_last: true).Select(batch => batch[0].size(0)));
    }

    [Fact]
    public void ShufflingIsAnotherOrderInEveryPassAndTheSameForTheSameSeed()
    {
        using var scope = NewDisposeScope();
        using var data = utils.data.TensorDataset(arange(50));
        var first = utils.data.DataLoader(data, 8, shuffle: true, seed: 5);
        var second = utils.data.DataLoader(data, 8, shuffle: true, seed: 5);
        var (one, two) = (Pass(first), Pass(first));

        Assert.NotEqual(one, two);
        Assert.Equal(one.Order(), two.Order());
        Assert.Equal(one, Pass(second));
    }

    [Fact]
    public void ABatchIsFreedWhenTheNextOneIsAskedFor()
    {
        using var data = utils.data.TensorDataset(zeros(8, 2));
        var before = LiveTensors.Count();
        foreach (var batch in utils.data.DataLoader(data, 2))
            Assert.Equal(before + 1, LiveTensors.Count());
        Assert.Equal(before, LiveTensors.Count());
    }
}
