using System.Collections.Immutable;

namespace AlgoDistill.Tests;

public class TaskSplitTests
{
    static readonly ImmutableArray<double>[] Family = [.. Enumerable.Range(0, 10).Select(i => ImmutableArray.Create<double>(i))];

    [Fact]
    public void A_cut_holds_every_task_once()
    {
        var split = TaskSplit.Cut(Family, 7, seed: 3);
        var train = Enumerable.Range(0, split.Train.Count!.Value).Select(i => split.Train[i].Parameters[0]).ToArray();
        var test = Enumerable.Range(0, split.Test.Count!.Value).Select(i => split.Test[i].Parameters[0]).ToArray();
        Assert.Equal((7, 3), (train.Length, test.Length));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (double)i), train.Concat(test).Order());
    }

    [Fact]
    public void The_seed_decides_the_cut()
    {
        double[] First(ulong seed) => [.. Enumerable.Range(0, 7).Select(i => TaskSplit.Cut(Family, 7, seed).Train[i].Parameters[0])];
        Assert.Equal(First(3), First(3));
        Assert.NotEqual(First(3), First(4));
    }

    [Fact]
    public void Numbers_beyond_a_finite_set_are_refused_or_wrapped()
    {
        var set = TaskSet.Of(Family);
        Assert.Equal(set[3], set.Cycle(23));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => set[10]);
        Assert.Contains("index is 10; allowed is 0 to 9", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => set[-1]);
    }

    [Fact]
    public void A_stream_gives_each_number_its_own_task_in_any_order()
    {
        var stream = TaskSet.Stream(new Rng(1), rng => [rng.NextDouble()]);
        var late = stream[1_000_000_000];
        Assert.Null(stream.Count);
        Assert.NotEqual(stream[0].Parameters[0], stream[1].Parameters[0]);
        Assert.Equal(late, stream.Cycle(1_000_000_000));
    }

    [Fact]
    public void A_set_is_found_by_name()
    {
        var split = TaskSplit.Cut(Family, 7, 0);
        Assert.Same(split.Train, split.Named("train"));
        Assert.Same(split.Test, split.Named("test"));
        var error = Assert.Throws<ArgumentException>(() => split.Named("shifted"));
        Assert.Contains("the split is \"shifted\"; this family has train, test", error.Message, StringComparison.Ordinal);
        Assert.Same(split.Test, (split with { Shifted = split.Test }).Named("shifted"));
        Assert.All(TaskSplit.Names, name => (split with { Shifted = split.Test }).Named(name));
    }
}
