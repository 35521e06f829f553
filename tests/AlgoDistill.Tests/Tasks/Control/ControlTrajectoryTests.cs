using System.Globalization;
using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

/// <summary>Trajectories against those that Vectors/trajectories.py computes from Gymnasium's published equations.</summary>
public class ControlTrajectoryTests
{
    const int Every = 10;
    const double Tolerance = 1e-9;

    /// <summary>Motions in which a difference of rounding stays small over 500 steps.</summary>
    [Theory]
    [InlineData("cart-pole-hanging")]
    [InlineData("acrobot-hanging")]
    [InlineData("mountain-car-swings")]
    [InlineData("mountain-car-random")]
    [InlineData("mountain-car-continuous")]
    [InlineData("pendulum-hanging")]
    [InlineData("pendulum-whirling")]
    public void Five_hundred_steps_agree_with_Gymnasium_s_equations(string name) => Compare(name, restart: false);

    /// <summary>Unstable and chaotic motions multiply a difference of rounding by 10¹⁴: there, ten steps from each state that was written down.</summary>
    [Theory]
    [InlineData("cart-pole-upright")]
    [InlineData("acrobot-whirling")]
    public void Every_ten_steps_of_an_unstable_motion_agree_with_Gymnasium_s_equations(string name) => Compare(name, restart: true);

    [Fact]
    public void Angles_are_wrapped_and_speeds_are_cut_on_the_way()
    {
        double[][] whirling = [.. Follow("acrobot-whirling", restart: true).Select(pair => pair.State)];
        Assert.Contains(whirling, state => Math.Abs(state[2]) == 4 * Math.PI);
        Assert.All(whirling, state => Assert.True(Math.Abs(state[0]) <= Math.PI && Math.Abs(state[1]) <= Math.PI));
        Assert.Contains(Follow("pendulum-whirling", restart: false), pair => Math.Abs(pair.State[1]) == 8);
        Assert.Contains(Follow("mountain-car-swings", restart: false), pair => pair.State[0] == 0.6);
        Assert.Contains(Follow("mountain-car-random", restart: false), pair => pair.State is [-1.2, 0]);
    }

    static void Compare(string name, bool restart)
    {
        var compared = 0;
        foreach (var (state, expected) in Follow(name, restart))
        {
            if (expected is null) continue;
            compared++;
            for (var i = 0; i < state.Length; i++) Assert.Equal(expected[i], state[i], Tolerance);
        }

        Assert.Equal(50, compared);
    }

    /// <summary>The state after each step beside the one that was written down, if it was; with <paramref name="restart"/> the latter goes on.</summary>
    static IEnumerable<(double[] State, double[]? Expected)> Follow(string name, bool restart)
    {
        var (actions, states) = Read(name);
        var (system, state) = (System(name), states[0].ToArray());
        for (var step = 1; step <= actions.Length; step++)
        {
            system.Advance(state, actions[step - 1]);
            var expected = step % Every == 0 ? states[step / Every] : null;
            yield return (state.ToArray(), expected);
            if (restart && expected is not null) expected.CopyTo(state, 0);
        }
    }

    static ISystem System(string name) => name switch
    {
        _ when name.StartsWith("cart-pole", StringComparison.Ordinal) => CartPole.System(CartPole.Classic),
        _ when name.StartsWith("acrobot", StringComparison.Ordinal) => Acrobot.System(Acrobot.Classic),
        _ when name.StartsWith("pendulum", StringComparison.Ordinal) => Pendulum.System(Pendulum.Classic),
        "mountain-car-continuous" => MountainCarContinuous.System(MountainCarContinuous.Classic),
        _ => MountainCar.System(MountainCar.Classic),
    };

    /// <summary>The actions of the first line, and the state after every tenth of them on the lines that follow.</summary>
    static (double[] Actions, double[][] States) Read(string name)
    {
        var lines = Repository.Read($"tests/AlgoDistill.Tests/Tasks/Control/Vectors/{name}.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        double[][] rows = [.. lines.Select(line => line.Split(' ').Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray())];
        return (rows[0], rows[1..]);
    }
}
