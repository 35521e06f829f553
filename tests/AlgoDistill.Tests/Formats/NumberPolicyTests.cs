namespace AlgoDistill.Tests;

public class NumberPolicyTests
{
    static readonly Space.Box Line = new(1, float.NegativeInfinity, float.PositiveInfinity);

    [Theory]
    [InlineData(0, 2.5f, 2f)]
    [InlineData(2, 0.125f, 0.12f)]
    [InlineData(2, 0.375f, 0.38f)]
    [InlineData(2, -0.001f, 0f)]
    [InlineData(3, 1e-4f, 0f)]
    [InlineData(2, 1e20f, 1e20f)]
    [InlineData(9, 1 / 3f, 1 / 3f)]
    [InlineData(1, float.NegativeInfinity, float.NegativeInfinity)]
    public void Decimals_round_to_the_nearest(int decimals, float value, float expected) =>
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(Round(new NumberPolicy.Fixed(decimals), Line, value)));

    [Fact]
    public void Rounding_is_near_and_rounding_twice_is_rounding_once()
    {
        var rng = new Rng(0);
        for (var decimals = 0; decimals <= 9; decimals++)
        {
            var policy = new NumberPolicy.Fixed(decimals);
            for (var trial = 0; trial < 2000; trial++)
            {
                var value = (float)(rng.NextGaussian() * Math.Pow(10, rng.NextInt(16) - 8));
                var rounded = Round(policy, Line, value);
                Assert.Equal(rounded, Round(policy, Line, rounded));
                // half a unit of the last decimal, and half a float
                Assert.InRange(Math.Abs((double)rounded - value), 0, 0.5 * Math.Pow(10, -decimals) * (1 + 1e-9) + Math.Abs(rounded) * 6e-8);
            }
        }
    }

    [Fact]
    public void A_rounded_value_stays_in_its_space()
    {
        var space = new Space.Box(1, -0.26f, 0.26f);
        Assert.Equal(0.26f, Round(new NumberPolicy.Fixed(1), space, 0.26f));
        Assert.Equal(-0.2f, Round(new NumberPolicy.Fixed(1), space, -0.21f));
        var bins = new NumberPolicy.Bins([new QuantileBins([-5, 5], [0.1f])]);
        Assert.Equal(-0.26f, Round(bins, space, 0));
        Assert.Equal(0.26f, Round(bins, space, 0.1f));
    }

    [Fact]
    public void Discrete_values_and_exact_numbers_stay_as_they_are()
    {
        var bins = new NumberPolicy.Bins([new QuantileBins([0], [])]);
        Assert.Equal([3, 4], bins.Round(new Space.Discrete(9, 2), [3, 4]));
        Assert.Equal(1 / 3f, Round(new NumberPolicy.Exact(), Line, 1 / 3f));
    }

    [Fact]
    public void Components_may_have_bins_of_their_own()
    {
        var policy = NumberPolicy.Of("bins:2", [0, 10, 1, 20, 2, 30, 3, 40], 2);
        Assert.Equal([2, 10], policy.Round(new Space.Box(2, 0, 100), [5, 5]));
        Assert.Contains("2 components", Assert.Throws<ArgumentException>(() => policy.Round(new Space.Box(3, 0, 100), [5, 5, 5])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exact")]
    [InlineData("fixed:0")]
    [InlineData("fixed:9")]
    [InlineData("bins:3")]
    public void A_policy_is_a_value_with_a_text(string text)
    {
        var policy = NumberPolicy.Of(text, [1, 2, 3, 4]);
        Assert.Equal(text, policy.ToString());
        Assert.Equal(NumberPolicy.Of(text, [4, 3, 2, 1]), policy);
        var holder = new Holder(policy);
        Assert.Equal(holder, Settings.FromJson(holder, Settings.ToJson(holder)));
    }

    [Theory]
    [InlineData("rounded", "allowed is exact, fixed:DECIMALS, bins:COUNT")]
    [InlineData("fixed", "allowed is exact")]
    [InlineData("fixed:-1", "allowed is exact")]
    [InlineData("fixed:2:3", "allowed is exact")]
    [InlineData("exact:1", "allowed is exact")]
    [InlineData("fixed:10", "Decimals is 10; allowed is 0 to 9")]
    [InlineData("bins:0", "bins is 0; allowed is 1 to")]
    [InlineData("bins:4", "no values")]
    public void Other_texts_are_refused(string text, string why) =>
        Assert.Contains(why, Assert.ThrowsAny<ArgumentException>(() => NumberPolicy.Of(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Bins_need_a_component() => Assert.Throws<ArgumentException>(() => new NumberPolicy.Bins([]));

    static float Round(NumberPolicy policy, Space space, float value) => policy.Round(space, [value])[0];

    sealed record Holder(NumberPolicy Policy);
}
