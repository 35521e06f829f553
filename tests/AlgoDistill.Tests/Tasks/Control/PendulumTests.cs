using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

public class PendulumTests
{
    static readonly Pendulum Family = new();

    [Fact]
    public void The_expert_swings_up_and_holds_every_rod_of_the_family()
    {
        var split = Family.Split(0);
        Assert.InRange(ControlRuns.Expert(Family, Pendulum.Classic, 200).Average(), -200, -100);
        foreach (var task in ControlRuns.First(split.Train, 20).Concat(ControlRuns.First(split.Shifted!, 20))) Assert.InRange(ControlRuns.Expert(Family, task, 5).Average(), -500, 0);
    }

    [Theory]
    [InlineData(0.0, 0.0, 0.0, 0.0)]
    [InlineData(0.5, 2.0, -1.0, 0.25 + 0.4 + 0.001)]
    [InlineData(0.5 + 4 * Math.PI, 0.0, 0.0, 0.25)]
    [InlineData(-0.5 - 2 * Math.PI, 0.0, 2.0, 0.25 + 0.004)]
    [InlineData(Math.PI, 0.0, 0.0, Math.PI * Math.PI)]
    public void A_step_costs_the_squares_of_the_state_before_it(double angle, double rate, double torque, double cost)
    {
        double[] state = [angle, rate];
        var (reward, terminal) = Pendulum.System(Pendulum.Classic).Advance(state, torque);
        Assert.Equal(-cost, reward, 12);
        Assert.False(terminal);
    }

    /// <summary>A semi-implicit Euler step is symplectic: the energy of a free swing oscillates but does not drift.</summary>
    [Fact]
    public void A_free_rod_keeps_its_energy_on_average()
    {
        double[] state = [Math.PI - 1, 0];
        var system = Pendulum.System(Pendulum.Classic);
        double Energy() => state[1] * state[1] / 6 + 5 * (Math.Cos(state[0]) + 1);
        var (start, total) = (Energy(), 0.0);
        for (var step = 0; step < 2000; step++)
        {
            system.Advance(state, 0);
            total += Energy();
        }

        Assert.Equal(start, total / 2000, 0.05 * start);
    }

    [Fact]
    public void The_bound_is_the_mean_over_the_starts_of_a_rod_that_always_gains_speed()
    {
        const int starts = 20_000;
        var total = 0.0;
        for (var start = 0; start < starts; start++)
        {
            var (left, speed) = (Math.PI * (start + 0.5) / starts, 1.0);
            for (var step = 0; step < 200 && left > 0; step++)
            {
                total += left * left;
                speed = Math.Min(speed + (15 + 3 * 2) * 0.05, 8);
                left -= speed * 0.05;
            }
        }

        Assert.Equal(-total / starts, Family.References(Pendulum.Classic).Optimal, 5);
    }
}
