using System.Text.Json;

namespace AlgoDistill.Tests;

public class SpaceTests
{
    [Theory]
    [InlineData(true, 0f, 8f)]
    [InlineData(false, 9f, 0f)]
    [InlineData(false, -1f, 0f)]
    [InlineData(false, 0.5f, 0f)]
    [InlineData(false, float.NaN, 0f)]
    [InlineData(false, 1f)]
    [InlineData(false, 1f, 1f, 1f)]
    public void A_discrete_space_holds_whole_numbers_below_its_count(bool inside, params float[] value) =>
        Assert.Equal(inside, new Space.Discrete(9, 2).Contains(value));

    [Theory]
    [InlineData(true, -1f, 1f)]
    [InlineData(false, -1.1f, 0f)]
    [InlineData(false, 0f, 1.1f)]
    [InlineData(false, float.NaN, 0f)]
    [InlineData(false, 0f)]
    public void A_box_holds_numbers_between_its_bounds(bool inside, params float[] value) =>
        Assert.Equal(inside, new Space.Box(2, -1, 1).Contains(value));

    [Fact]
    public void A_value_outside_is_named_with_the_range()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Space.Discrete(5).Check([7], "action"));
        Assert.Contains("action (7) lies outside discrete(5)", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => new Space.Box(1, -1, 0.5f).Check([0.75f], "action"));
        Assert.Contains("action (0.75) lies outside box(1, -1, 0.5)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_numbered_from_zero_without_gaps()
    {
        var space = new Space.Discrete(3, 2);
        Assert.Equal(9, space.Values);
        for (var index = 0; index < 9; index++)
        {
            var value = new float[2];
            space.Write(index, value);
            Assert.True(space.Contains(value));
            Assert.Equal(index, space.IndexOf(value));
        }

        Assert.Equal(5, space.IndexOf([1, 2]));
    }

    [Fact]
    public void Spaces_that_hold_nothing_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Space.Discrete(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Space.Discrete(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Space.Box(0, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Space.Box(1, 1, 0));
    }

    [Fact]
    public void A_space_survives_json()
    {
        foreach (var space in (Space[])[new Space.Discrete(9, 2), new Space.Box(3, -1, 0.5f), new Space.Box(1, float.NegativeInfinity, float.PositiveInfinity)])
            Assert.Equal(space, JsonSerializer.Deserialize<Space>(JsonSerializer.Serialize(space, Settings.Json), Settings.Json));
    }

    [Fact]
    public void Equal_spaces_are_equal_and_have_the_same_text()
    {
        Assert.Equal(new Space.Discrete(4), new Space.Discrete(4, 1));
        Assert.NotEqual<Space>(new Space.Discrete(4), new Space.Discrete(4, 2));
        Assert.Equal(["discrete(4)", "discrete(9)×2", "box(2, -1, 0.5)"],
            ((Space[])[new Space.Discrete(4), new Space.Discrete(9, 2), new Space.Box(2, -1, 0.5f)]).Select(space => space.ToString()));
    }
}
