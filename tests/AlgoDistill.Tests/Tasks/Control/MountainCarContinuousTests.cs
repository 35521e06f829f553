using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

public class MountainCarContinuousTests
{
    static readonly MountainCarContinuous Family = new();

    [Fact]
    public void The_expert_earns_over_98_and_gets_up_every_hill_of_the_family()
    {
        var split = Family.Split(0);
        Assert.InRange(ControlRuns.Expert(Family, MountainCarContinuous.Classic, 50).Average(), 98, 100);
        foreach (var task in ControlRuns.First(split.Train, 30).Concat(ControlRuns.First(split.Shifted!, 30))) Assert.InRange(ControlRuns.Expert(Family, task, 2).Min(), 90, 100);
    }

    [Theory]
    [InlineData(0.0, 100)]
    [InlineData(0.5, 99.975)]
    [InlineData(-1.0, 99.9)]
    public void The_goal_pays_100_less_a_tenth_of_the_squared_push(double push, double reward)
    {
        double[] arriving = [0.44, 0.05], below = [-0.5, 0];
        var (earned, arrived) = MountainCarContinuous.System(MountainCarContinuous.Classic).Advance(arriving, push);
        Assert.True(arrived);
        Assert.Equal(reward, earned, 12);
        (earned, arrived) = MountainCarContinuous.System(MountainCarContinuous.Classic).Advance(below, push);
        Assert.False(arrived);
        Assert.Equal(reward - 100, earned, 12);
    }

    [Fact]
    public void The_least_push_just_carries_the_car_from_the_wall_to_the_goal()
    {
        var car = MountainCarContinuous.System(MountainCarContinuous.Classic);
        Assert.True(Arrives(1.05 * car.LeastPush));
        Assert.False(Arrives(0.95 * car.LeastPush));

        bool Arrives(double push)
        {
            double[] state = [-1.2, 0];
            return Enumerable.Range(0, 200).Any(_ => car.Advance(state, push).Terminal);
        }
    }
}
