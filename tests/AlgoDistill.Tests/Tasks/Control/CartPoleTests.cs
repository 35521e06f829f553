using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

public class CartPoleTests
{
    static readonly CartPole Family = new();

    [Fact]
    public void The_expert_earns_the_horizon_on_every_task()
    {
        var split = Family.Split(0);
        Assert.All(ControlRuns.Expert(Family, CartPole.Classic, 20), earned => Assert.Equal(500, earned));
        foreach (var task in ControlRuns.First(split.Train, 30).Concat(ControlRuns.First(split.Shifted!, 30)))
            Assert.All(ControlRuns.Expert(Family, task, 2), earned => Assert.Equal(500, earned));
    }

    [Theory]
    [InlineData(2.39, 0.0, false)]
    [InlineData(2.41, 0.0, true)]
    [InlineData(-2.41, 0.0, true)]
    [InlineData(0.0, 0.209, false)]
    [InlineData(0.0, 0.21, true)]
    [InlineData(0.0, -0.21, true)]
    public void An_episode_ends_beyond_the_rails_or_twelve_degrees_and_its_last_step_is_rewarded(double position, double angle, bool ends)
    {
        double[] state = [position, 0, angle, 0]; // an explicit Euler step from rest moves neither
        Assert.Equal((1, ends), CartPole.System(CartPole.Classic).Advance(state, 1));
    }

    [Fact]
    public void An_upright_pole_under_a_push_follows_the_closed_form()
    {
        double[] state = [0, 0, 0, 0];
        CartPole.System(CartPole.Classic).Advance(state, 1);
        var angular = -10 / 1.1 / (0.5 * (4.0 / 3 - 0.1 / 1.1));
        Assert.Equal(0.02 * angular, state[3], 12);
        Assert.Equal(0.02 * (10 - 0.1 * 0.5 * angular) / 1.1, state[1], 12);
    }

    [Fact]
    public void Starts_are_uniform_and_random_play_falls_after_some_twenty_steps()
    {
        var history = Interaction.Run(Family, CartPole.Classic, new Algorithms.UniformRandom(), 20_000, new Rng(2));
        float[] starts = [.. Enumerable.Range(0, history.Length).Where(row => row == 0 || history.Columns.Ends[row - 1] != EpisodeEnd.None)
            .SelectMany(row => history.Observation(row).ToArray())];
        Assert.Equal(0, starts.Average(), 0.003);
        Assert.InRange(starts.Max(), 0.049f, 0.05f);
        Assert.InRange(starts.Min(), -0.05f, -0.049f);
        Assert.InRange(Family.References(CartPole.Classic).Random, 21, 24); // known to be about 22
    }
}
