using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace Corpus;

public class Batches
{
    private sealed class Squares : Dataset
    {
        public override long Count => 10;

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["x"] = tensor(index), ["square"] = tensor(index * index) };
    }

    [Fact]
    public void Named_examples_are_stacked_in_order()
    {
        using var data = new Squares();
        using var loader = DataLoader(data, batchSize: 4);
        Assert.Equal(3, loader.Count);

        var seen = new List<long>();
        foreach (var batch in loader)
        {
            using var _ = NewDisposeScope();
            Assert.True(batch["square"].Equals(batch["x"] * batch["x"]));
            seen.AddRange(batch["x"].data<long>());
        }
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), seen);
    }

    [Fact]
    public void Shuffled_batches_hold_every_example_once_and_the_last_may_be_dropped()
    {
        using var data = new Squares();
        using var loader = DataLoader(data, 3, shuffle: true, seed: 1, drop_last: true);
        long[] Pass() => loader.SelectMany(batch => batch["x"].data<long>().ToArray()).ToArray();

        var (first, second) = (Pass(), Pass());
        Assert.Equal(9, first.Distinct().Count());
        Assert.NotEqual(first, second);
        using var again = DataLoader(data, 3, shuffle: true, seed: 1, drop_last: true);
        Assert.Equal(first, again.SelectMany(batch => batch["x"].data<long>().ToArray()).ToArray());
    }
}
