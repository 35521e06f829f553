using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

public class MountainCarTests
{
    static readonly MountainCar Family = new();

    [Fact]
    public void The_expert_arrives_in_some_120_steps() => Assert.InRange(ControlRuns.Expert(Family, MountainCar.Classic, 100).Average(), -125, -115);

    [Fact]
    public void The_search_finds_the_best_of_all_pushes_with_two_switches()
    {
        double[] starts = [-0.58, -0.54, -0.5, -0.46, -0.42];
        var best = starts.Average(start => BestWithTwoSwitches(MountainCar.System(MountainCar.Classic), start));
        Assert.Equal(best, -Family.References(MountainCar.Classic).Optimal, 0.5);
    }

    [Fact]
    public void No_step_is_free_and_the_wall_takes_all_speed()
    {
        var car = MountainCar.System(MountainCar.Classic);
        double[] atWall = [-1.19, -0.05], atGoal = [0.49, 0.05], rollingBack = [0.6, -0.05];
        Assert.Equal((-1, false), car.Advance(atWall, 0));
        Assert.Equal([-1.2, 0], atWall);
        Assert.Equal((-1, true), car.Advance(atGoal, 2));
        Assert.Equal((-1, false), car.Advance(rollingBack, 2));
    }

    [Fact]
    public void A_goal_out_of_reach_costs_the_horizon()
    {
        var weak = new TaskInstance(0, [0.0001, 0.0025, 0.5]);
        Assert.Equal((-200, -200), (Family.References(weak).Optimal, Family.References(weak).Random));
    }

    /// <summary>Least steps over all sequences of full pushes whose side changes at most twice.</summary>
    static int BestWithTwoSwitches(Car car, double start)
    {
        var (best, state) = (200, new double[2]);
        for (var side = 0; side <= 2; side += 2)
            for (var first = 0; first < 80; first++)
                for (var second = first; second < 100; second++)
                {
                    (state[0], state[1]) = (start, 0);
                    for (var step = 0; step < best; step++)
                        if (car.Advance(state, step < first || step >= second ? side : 2 - side).Terminal) best = step + 1;
                }

        return best;
    }
}
