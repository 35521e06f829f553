using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

public class WatermazeTests
{
    static readonly Watermaze Family = new();

    [Fact]
    public void The_expert_reaches_platforms_all_over_the_arena_long_before_the_horizon()
    {
        for (var degree = 0; degree < 360; degree += 10)
            foreach (var distance in (double[])[0.16, 0.3, 0.5, 0.7, 0.85, 1])
            {
                var (sin, cos) = Math.SinCos(degree * Math.PI / 180);
                var history = Interaction.Run(Family, new TaskInstance(0, [distance * cos, distance * sin]), new Algorithms.Expert(), 25, new Rng(0));
                Assert.Equal((1, EpisodeEnd.Terminated), (history.Columns.Rewards.Max(), history.Columns.Ends[history.Episode(0).Length - 1]));
            }
    }

    [Fact]
    public void The_smallest_platform_is_reached_too()
    {
        var small = new Watermaze { PlatformRadius = 0.1 };
        foreach (var task in ControlRuns.First(small.Split(1).Train, 200)) Assert.All(ControlRuns.Expert(small, task, 1), earned => Assert.Equal(1, earned));
    }

    [Fact]
    public void Platforms_are_uniform_over_the_ring()
    {
        var tasks = ControlRuns.First(Family.Split(0).Train, 2000).Select(task => task.Parameters).ToArray();
        double[] distances = [.. tasks.Select(p => Math.Sqrt(p[0] * p[0] + p[1] * p[1]))];
        Assert.True(distances.Min() >= 0.3 && distances.Max() <= 0.85);
        Assert.Equal(0.5, distances.Average(d => (d * d - 0.09) / (0.85 * 0.85 - 0.09)), 0.035); // five standard errors
        Assert.Equal(0, tasks.Average(p => p[0]), 0.05);
        Assert.Equal(0, tasks.Average(p => p[1]), 0.05);
    }

    [Fact]
    public void A_ray_ends_on_the_wall()
    {
        var history = Interaction.Run(Family, Family.Split(0).Train[0], new Algorithms.UniformRandom(), 2000, new Rng(1));
        for (var row = 0; row < history.Length; row++)
        {
            var seen = history.Observation(row).ToArray();
            var heading = Math.Atan2(seen[3], seen[2]);
            for (var ray = 0; ray < 8; ray++)
            {
                var (sin, cos) = Math.SinCos(heading + ray * Math.PI / 4);
                Assert.Equal(1, Math.Pow(seen[0] + seen[4 + ray] * cos, 2) + Math.Pow(seen[1] + seen[4 + ray] * sin, 2), 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(0, 0.1, 0, 0)]
    [InlineData(1, -0.1, 0, 0)]
    [InlineData(2, 0, 0.1, 0)]
    [InlineData(3, 0, -0.1, 0)]
    [InlineData(4, 0, 0, 30)]
    [InlineData(5, 0, 0, -30)]
    [InlineData(6, 0.086602540378, 0.05, 30)]
    [InlineData(7, 0.086602540378, -0.05, -30)]
    public void Actions_move_and_turn_the_agent(int action, double x, double y, double degrees)
    {
        double[] state = [0, 0, 0], turned = [0, 0, Math.PI / 2];
        var arena = Family.System(new TaskInstance(0, [-0.9, 0]));
        arena.Advance(state, action);
        arena.Advance(turned, action);
        foreach (var (expected, actual) in state.Zip([x, y, degrees * Math.PI / 180]).Concat(turned.Zip([-y, x, Math.PI / 2 + degrees * Math.PI / 180])))
            Assert.Equal(expected, actual, 9);
    }

    [Fact]
    public void The_wall_stops_the_agent_and_lets_it_slide()
    {
        var arena = Family.System(new TaskInstance(0, [-0.9, 0]));
        double[] state = [0.95, 0, 0];
        arena.Advance(state, 0);
        Assert.Equal([1, 0, 0], state);
        arena.Advance(state, 2);
        Assert.Equal(1, state[0] * state[0] + state[1] * state[1], 12);
        Assert.True(state[1] > 0.09);
    }

    [Fact]
    public void The_platform_is_a_disc()
    {
        var arena = Family.System(new TaskInstance(0, [0.5, 0]));
        double[] inside = [0.26, 0, 0], outside = [0.24, 0, 0];
        Assert.Equal((1, true), arena.Advance(inside, 0));
        Assert.Equal((0, false), arena.Advance(outside, 0));
    }

    [Theory]
    [InlineData(0.1, 0.1)]
    [InlineData(0.9, 0.9)]
    [InlineData(double.NaN, 0.5)]
    public void A_platform_under_the_start_or_outside_the_arena_is_refused(double x, double y) =>
        Assert.Contains("inside the arena of radius 1 and more than 0.15 from its centre; got (",
            Assert.Throws<ArgumentException>(() => Family.Create(new TaskInstance(0, [x, y]), new Rng(0))).Message, StringComparison.Ordinal);
}
