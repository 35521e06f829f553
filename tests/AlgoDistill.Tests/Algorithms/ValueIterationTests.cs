using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

public class ValueIterationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(0.95)]
    public void It_crosses_the_classic_lake_as_well_as_can_be(double? discount)
    {
        // A discount of 0.95 has the same policy but for the last steps before the horizon.
        var lake = new FrozenLake();
        var returns = Interaction.Run(lake, [.. Enumerable.Repeat(FrozenLake.Classic, 50)], new ValueIteration { Discount = discount }, 10_000, new Rng(1))
            .SelectMany(history => history.EpisodeReturns()[..^1]).ToArray();
        var optimal = lake.References(FrozenLake.Classic).Optimal;
        Assert.Equal(optimal, returns.Average(), 5 * Math.Sqrt(optimal * (1 - optimal) / returns.Length));
    }

    [Fact]
    public void It_follows_key_and_door_though_neither_is_seen()
    {
        var tasks = new KeyToDoor();
        foreach (var history in Interaction.Run(tasks, [.. Enumerable.Range(0, 20).Select(i => tasks.Split(0).Test[i])], new ValueIteration(), 500, new Rng(1)))
        {
            Assert.All(history.EpisodeReturns(), episode => Assert.Equal(2, episode));
            Assert.All(history.Columns.LogProbabilities, value => Assert.Equal(0, value));
            Assert.Equal(0, history.Columns.Updates[^1]);
        }
    }

    [Fact]
    public void A_family_that_is_not_finite_is_refused() => Assert.Contains("value-iteration needs the whole process of a task, and counting/v1 has none",
        Assert.Throws<ArgumentException>(() => ((IAlgorithm)new ValueIteration()).CreateAgent(new CountingTasks(), [new TaskInstance(0, [1])], new Rng(0))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    public void A_discount_under_which_values_may_be_endless_is_refused(double discount) =>
        Assert.Contains("Discount is", Assert.Throws<ArgumentOutOfRangeException>(() => new ValueIteration { Discount = discount }).Message, StringComparison.Ordinal);
}
