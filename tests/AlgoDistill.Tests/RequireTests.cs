namespace AlgoDistill.Tests;

public class RequireTests
{
    [Fact]
    public void A_value_in_range_comes_back() => Assert.Equal((0.0, 5, 1f), (Require.InRange(0.0, 0, 1), Require.InRange(5, 5, 5), Require.InRange(1f, 0, 1)));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_value_out_of_range_is_named_with_the_range(double value)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Require.InRange(value, 0, 1, "share"));
        Assert.Contains(FormattableString.Invariant($"share is {value}; allowed is 0 to 1"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_none_of_the_allowed_is_named_with_them()
    {
        Assert.Equal("b", Require.OneOf("b", ["a", "b"]));
        var error = Assert.Throws<ArgumentException>(() => Require.OneOf("c", ["a", "b"], "split"));
        Assert.Contains("split is \"c\"; allowed is a, b", error.Message, StringComparison.Ordinal);
    }
}
