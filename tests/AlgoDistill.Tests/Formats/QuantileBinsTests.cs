namespace AlgoDistill.Tests;

public class QuantileBinsTests
{
    [Fact]
    public void Bins_hold_equally_many_values_and_their_median_stands_for_them()
    {
        var bins = QuantileBins.Fit([8, 1, 2, 7, 3, 6, 4, 5, 9, 10, 11, 12], 4);
        Assert.Equal<float>([4, 7, 10], bins.Edges);
        Assert.Equal<float>([2, 5, 8, 11], bins.Representatives);
    }

    [Fact]
    public void Draws_of_a_continuous_distribution_fill_all_bins_evenly()
    {
        var rng = new Rng(0);
        float[] values = [.. Enumerable.Range(0, 6400).Select(_ => (float)rng.NextGaussian())];
        var bins = QuantileBins.Fit(values, 64);
        Assert.All(values.CountBy(bins.IndexOf).ToArray(), bin => Assert.InRange(bin.Value, 99, 101));
        Assert.Equal(64, bins.Count);
        // the quartiles of the normal distribution
        Assert.InRange(bins.Edges[15], -0.72f, -0.63f);
        Assert.InRange(bins.Edges[31], -0.05f, 0.05f);
    }

    [Fact]
    public void No_more_distinct_values_than_bins_are_kept_exactly()
    {
        float[] values = [-1, 0, 0, 0, 0, 0, 0, 0, 0, 0.5f, 1];
        var bins = QuantileBins.Fit(values, 4);
        Assert.Equal<float>([-1, 0, 0.5f, 1], bins.Representatives);
        Assert.Equal(values, values.Select(value => bins.Representatives[bins.IndexOf(value)]));
        Assert.Equal<float>([7], QuantileBins.Fit([7, 7], 64).Representatives);
    }

    [Fact]
    public void A_value_that_fills_several_bins_gets_one()
    {
        var bins = QuantileBins.Fit([-2, -1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2], 4);
        Assert.Equal<float>([0], bins.Edges);
        Assert.Equal<float>([-2, 0], bins.Representatives);
    }

    [Fact]
    public void A_representative_is_in_its_bin_and_an_edge_in_the_bin_above()
    {
        var rng = new Rng(1);
        var bins = QuantileBins.Fit([.. Enumerable.Range(0, 1000).Select(_ => rng.NextInt(200) / 10f)], 32);
        Assert.Equal(Enumerable.Range(0, bins.Count), bins.Representatives.Select(bins.IndexOf));
        Assert.Equal(Enumerable.Range(1, bins.Count - 1), bins.Edges.Select(bins.IndexOf));
        Assert.Equal((0, bins.Count - 1), (bins.IndexOf(float.NegativeInfinity), bins.IndexOf(float.PositiveInfinity)));
    }

    [Fact]
    public void Columns_of_a_table_are_learned_apart()
    {
        var bins = QuantileBins.FitColumns([0, 10, 1, 20, 0, 30], 2, 3);
        Assert.Equal<float>([0, 1], bins[0].Representatives);
        Assert.Equal<float>([10, 20, 30], bins[1].Representatives);
        Assert.Throws<ArgumentOutOfRangeException>(() => QuantileBins.FitColumns([0, 10, 1], 2, 3));
    }

    [Fact]
    public void The_same_bins_are_equal()
    {
        Assert.Equal(QuantileBins.Fit([1, 2, 3], 2), QuantileBins.Fit([3, 2, 1], 2));
        Assert.Equal(QuantileBins.Fit([1, 2, 3], 2).GetHashCode(), QuantileBins.Fit([3, 2, 1], 2).GetHashCode());
        Assert.NotEqual(QuantileBins.Fit([1, 2, 3], 2), QuantileBins.Fit([1, 2, 3], 3));
    }

    [Fact]
    public void What_cannot_be_learned_or_is_out_of_order_is_refused()
    {
        Assert.Contains("no values", Assert.Throws<ArgumentException>(() => QuantileBins.Fit([], 4)).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentOutOfRangeException>(() => QuantileBins.Fit([1, float.NaN], 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => QuantileBins.Fit([1, float.PositiveInfinity], 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => QuantileBins.Fit([1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileBins([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileBins([1, 2], []));
        Assert.Contains("bin 1 has the representative 2", Assert.Throws<ArgumentException>(() => new QuantileBins([1, 2], [3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new QuantileBins([1, float.NaN], [1.5f]));
    }
}
