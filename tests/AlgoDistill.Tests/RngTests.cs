namespace AlgoDistill.Tests;

public class RngTests
{
    [Fact]
    public void Numbers_are_those_of_xoshiro256_starstar()
    {
        // The reference output of the authors' C code for the state 1, 2, 3, 4.
        var rng = new Rng(0) { State = (1, 2, 3, 4) };
        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600,
            16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576];
        Assert.Equal(expected, expected.Select(_ => rng.NextUInt64()));
    }

    [Fact]
    public void The_seed_is_spread_by_splitmix64() =>
        Assert.Equal((6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL), new Rng(1234567).State);

    [Fact]
    public void A_split_depends_on_state_and_key_and_changes_nothing()
    {
        var rng = new Rng(7);
        var before = rng.State;
        var first = rng.Split(3).NextUInt64();
        rng.Split(4).NextUInt64();
        Assert.Equal(before, rng.State);
        Assert.Equal(first, rng.Split(3).NextUInt64());
        Assert.Equal(rng.Split(5).State, rng.SplitMany(6)[5].State);
        rng.NextUInt64();
        Assert.NotEqual(first, rng.Split(3).NextUInt64());
    }

    [Fact]
    public void Splits_are_independent_of_each_other_and_of_their_parent()
    {
        // Correlation of neighbouring keys' first numbers, of nested splits and of parent and child: N(0, 1/n) each.
        const int n = 20_000;
        var rng = new Rng(1);
        Assert.InRange(Correlation(n, i => (rng.Split((ulong)i).NextDouble(), rng.Split((ulong)i + 1).NextDouble())), -0.03, 0.03);
        Assert.InRange(Correlation(n, i => (rng.Split((ulong)i).NextDouble(), rng.Split((ulong)i).Split(0).NextDouble())), -0.03, 0.03);
        Assert.InRange(Correlation(n, i => (new Rng((ulong)i).NextDouble(), new Rng((ulong)i).Split(0).NextDouble())), -0.03, 0.03);
        Assert.Equal(n, Enumerable.Range(0, n).Select(i => rng.Split((ulong)i).State).Distinct().Count());
    }

    [Fact]
    public void A_clone_goes_on_alike()
    {
        var rng = new Rng(9);
        rng.NextUInt64();
        var clone = rng.Clone();
        Assert.Equal(rng.NextUInt64(), clone.NextUInt64());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    public void Whole_numbers_are_uniform(int count)
    {
        const int n = 70_000;
        var rng = new Rng(2);
        var counts = new int[count];
        for (var i = 0; i < n; i++) counts[rng.NextInt(count)]++;
        var expected = n / (double)count;
        Assert.All(counts, c => Assert.InRange(c, expected - 5 * Math.Sqrt(expected), expected + 5 * Math.Sqrt(expected)));
        Assert.Throws<ArgumentOutOfRangeException>(() => rng.NextInt(0));
    }

    [Fact]
    public void Real_numbers_have_the_moments_of_their_distributions()
    {
        const int n = 100_000;
        var rng = new Rng(3);
        var uniform = Enumerable.Range(0, n).Select(_ => rng.NextDouble()).ToArray();
        var single = Enumerable.Range(0, n).Select(_ => (double)rng.NextSingle()).ToArray();
        var gaussian = Enumerable.Range(0, n).Select(_ => rng.NextGaussian()).ToArray();
        Assert.All(uniform.Concat(single), x => Assert.True(x is >= 0 and < 1));
        Assert.Equal(0.5, uniform.Average(), 0.005);
        Assert.Equal(0.5, single.Average(), 0.005);
        Assert.Equal(0, gaussian.Average(), 0.015);
        Assert.Equal(1, gaussian.Average(x => x * x), 0.025);
        Assert.Equal(3, gaussian.Average(x => x * x * x * x), 0.2);
    }

    [Fact]
    public void A_category_is_drawn_in_proportion_to_its_weight()
    {
        const int n = 60_000;
        var rng = new Rng(4);
        var counts = new int[4];
        for (var i = 0; i < n; i++) counts[rng.NextCategorical([1, 0, 3, 2])]++;
        Assert.Equal(0, counts[1]);
        Assert.Equal([1 / 6.0, 3 / 6.0, 2 / 6.0], [counts[0] / (double)n, counts[2] / (double)n, counts[3] / (double)n], (x, y) => Math.Abs(x - y) < 0.01);
    }

    [Fact]
    public void A_shuffle_gives_every_order_alike()
    {
        const int n = 24_000;
        var rng = new Rng(5);
        var orders = Enumerable.Range(0, n).Select(_ =>
        {
            int[] items = [0, 1, 2, 3];
            rng.Shuffle(items.AsSpan());
            return string.Concat(items);
        }).CountBy(order => order).ToArray();
        Assert.Equal(24, orders.Length);
        Assert.All(orders, order => Assert.InRange(order.Value, 850, 1150));
    }

    static double Correlation(int n, Func<int, (double X, double Y)> pair)
    {
        var pairs = Enumerable.Range(0, n).Select(pair).ToArray();
        return pairs.Average(p => (p.X - 0.5) * (p.Y - 0.5)) * 12;
    }
}
