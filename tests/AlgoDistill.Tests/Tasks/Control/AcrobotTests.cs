using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

public class AcrobotTests
{
    static readonly Acrobot Family = new();

    [Fact]
    public void The_expert_swings_up_in_some_85_steps() => Assert.InRange(ControlRuns.Expert(Family, Acrobot.Classic, 100).Average(), -100, -70);

    [Fact]
    public void Both_links_keep_their_energy_without_a_torque()
    {
        double[] state = [0.3, -0.2, 0, 0];
        var system = Acrobot.System(Acrobot.Classic);
        var start = Energy(state);
        for (var step = 0; step < 20; step++) system.Advance(state, 1);
        Assert.Equal(start, Energy(state), 0.01 * start); // 4 s at steps of 0.2 s
    }

    [Theory]
    [InlineData(3.0, 0.0, true)]
    [InlineData(0.0, 3.1, false)]
    [InlineData(1.5, 1.6, false)]
    [InlineData(2.5, 0.5, true)]
    public void An_episode_ends_with_the_tip_above_the_line_and_without_a_cost(double angle1, double angle2, bool ends)
    {
        double[] state = [angle1, angle2, 0, 0];
        Assert.Equal((ends ? 0 : -1, ends), Acrobot.System(Acrobot.Classic).Advance(state, 1));
    }

    [Fact]
    public void The_bound_is_the_time_in_which_the_torque_can_do_the_work()
    {
        // From hanging to the tip at 1 m with the first link level: 24.5 J; the driven joint's least inertia is 5/4 − 1.75²/4.5 with the arm straight.
        var start = 0.005 * (4.5 + 2 * 1.75 + 1.25) + 14.7 * (1 - Math.Cos(0.1)) + 4.9 * (1 - Math.Cos(0.2));
        var seconds = Math.Sqrt(2 * (1.25 - 1.75 * 1.75 / 4.5)) * (Math.Sqrt(24.5) - Math.Sqrt(start));
        Assert.Equal(1 - Math.Ceiling(seconds / 0.2), Family.References(Acrobot.Classic).Optimal, 12);
    }

    /// <summary>Kinetic and potential energy over hanging of two 1 kg, 1 m links with moment of inertia 1 about their middles, from the velocities of those.</summary>
    static double Energy(double[] state)
    {
        var (first, second) = (state[0], state[0] + state[1]);
        var (rate1, rate2) = (state[2], state[2] + state[3]);
        var (x, y) = (Math.Cos(first) * rate1 + 0.5 * Math.Cos(second) * rate2, Math.Sin(first) * rate1 + 0.5 * Math.Sin(second) * rate2);
        var kinetic = 0.5 * (0.25 * rate1 * rate1 + x * x + y * y) + 0.5 * (rate1 * rate1 + rate2 * rate2);
        return kinetic + 9.8 * (0.5 * (1 - Math.Cos(first)) + 1 - Math.Cos(first) + 0.5 * (1 - Math.Cos(second)));
    }
}
