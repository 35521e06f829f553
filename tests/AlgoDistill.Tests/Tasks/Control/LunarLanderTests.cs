using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

public class LunarLanderTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gymnasium_s_heuristic_solves_the_classic_lander(bool continuous)
    {
        var tasks = new LunarLander { Continuous = continuous }.OrSkip();
        var returns = Interaction.Run(tasks, LunarLander.Classic, new Algorithms.Expert(), 40_000, new Rng(1)).EpisodeReturns()[..^1];
        Assert.True(returns.Length >= 100);
        var error = Math.Sqrt(returns.Average(r => (r - returns.Average()) * (r - returns.Average())) / returns.Length);
        Assert.True(returns.Average() - 3 * error > 200, $"{returns.Average()} ± {error}");
        Assert.True(returns.Max() < tasks.References(LunarLander.Classic).Optimal + 100);
    }

    [Fact]
    public void Without_spread_every_task_is_the_classic_one()
    {
        var split = new LunarLander { Spread = 0 }.Split(1);
        foreach (var set in (TaskSet[])[split.Train, split.Test, split.Shifted!]) Assert.Equal([-10, 13, 0, 0], set[7].Parameters.AsEnumerable());
        Assert.Equal([-10, 13, 0, 0], LunarLander.Classic.Parameters.AsEnumerable());
    }

    [Fact]
    public void Tasks_lie_within_the_spread_and_shifted_ones_beyond_it()
    {
        var split = new LunarLander().Split(2);
        foreach (var task in Enumerable.Range(0, 200).Select(i => split.Train[i]).Concat(Enumerable.Range(0, 200).Select(i => split.Test[i])))
            Assert.All(Shares(task), share => Assert.InRange(share, 0, 0.1 + 1e-12));
        foreach (var task in Enumerable.Range(0, 200).Select(i => split.Shifted![i]))
            Assert.All(Shares(task), share => Assert.InRange(share, 0.1 - 1e-12, 0.2 + 1e-12));

        static double[] Shares(TaskInstance task) =>
            [Math.Abs(task.Parameters[0] / -10 - 1), Math.Abs(task.Parameters[1] / 13 - 1), task.Parameters[2] / 20, task.Parameters[3] / 2];
    }

    [SkippableFact]
    public void References_are_the_same_whenever_they_are_asked_for_and_say_how_they_were_found()
    {
        var tasks = new LunarLander().OrSkip();
        var references = tasks.References(LunarLander.Classic);
        Assert.Equal(references, tasks.References(LunarLander.Classic));
        Assert.InRange(references.Optimal, 290, 330);
        Assert.InRange(references.Random, -240, -150);
        Assert.StartsWith("bound: 100 for landing + 20 for the legs - first potential, over 100 starts; as many random episodes, standard error ", references.Method, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-21, 13, 0, 0)]
    [InlineData(1, 13, 0, 0)]
    [InlineData(-10, 31, 0, 0)]
    [InlineData(-10, 13, 21, 0)]
    [InlineData(-10, 13, 0, 3)]
    [InlineData(-10, 13, 0, double.NaN)]
    public void Parameters_out_of_range_are_refused(double gravity, double power, double wind, double turbulence) =>
        Assert.Contains("gravity (-20 to 0), main engine power (0 to 30), wind power (0 to 20) and turbulence power (0 to 2); got (",
            Assert.Throws<ArgumentException>(() => new LunarLander().Create(new TaskInstance(0, [gravity, power, wind, turbulence]), new Rng(0))).Message, StringComparison.Ordinal);
}
