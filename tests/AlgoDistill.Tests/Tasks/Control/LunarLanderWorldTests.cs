using AlgoDistill.Tasks.Control;

namespace AlgoDistill.Tests;

/// <summary>Box2D moves the lander as mechanics says, and Gymnasium's lander as Gymnasium does.</summary>
public class LunarLanderWorldTests
{
    const float Step = 1f / 50;

    // Five times the hull's area, twice that of a leg of 4/30 by 16/30 metres
    const double Mass = 5 * (34 * 10 + (34 + 28) / 2.0 * 17) / 900 + 2 * (4 * 16) / 900.0;

    static readonly Vector Start = new(10, 400 / 30f);

    static readonly Vector[] Ground = [.. Enumerable.Range(0, 11).Select(i => new Vector(2 * i, 3.3f))];

    public LunarLanderWorldTests() => new LunarLander().OrSkip();

    [SkippableFact]
    public void A_lander_in_free_fall_follows_semi_implicit_euler()
    {
        const int settled = 30, steps = 30; // by then the springs have pressed the legs against their stops
        using var world = new LunarLanderWorld(-10, Start, Ground);
        var from = Drive(world, settled);
        for (var n = 1; n <= steps; n++)
        {
            var motion = world.Step(default);
            Assert.Equal(from.Velocity.Y - 10 * Step * n, motion.Velocity.Y, 1e-3f);
            Assert.Equal(from.Position.Y + n * Step * from.Velocity.Y - 10 * Step * Step * n * (n + 1) / 2, motion.Position.Y, 1e-3f);
            Assert.Equal(0, motion.Velocity.X, 1e-4f);
            Assert.Equal(0, motion.Angle, 1e-4f);
        }
    }

    [SkippableFact]
    public void A_force_moves_hull_and_legs_by_their_mass()
    {
        using var world = new LunarLanderWorld(0, Start, Ground);
        world.Step(new Thrust { Force = new(0, 500) });
        Assert.Equal(500 * Step / Mass, Drive(world, 30).Velocity.Y, 1e-3);
    }

    [SkippableFact]
    public void The_main_engine_pushes_up_and_the_side_engines_push_and_turn_to_either_side()
    {
        var upright = new Motion { Position = Start };
        using var up = new LunarLanderWorld(0, Start, Ground);
        up.Step(new Thrust { Main = LunarLanderEngines.Main(upright, power: 13, throttle: 1, along: 0, across: 0) });
        Assert.Equal(13 * 4 / 30.0 / Mass, Drive(up, 30).Velocity.Y, 1e-3);

        foreach (var side in (int[])[-1, 1])
        {
            using var aside = new LunarLanderWorld(0, Start, Ground);
            var motion = aside.Step(new Thrust { Side = LunarLanderEngines.Side(upright, side, along: 0, across: 0) });
            Assert.Equal(side * 0.6 * 12 / 30 / Mass, motion.Velocity.X, 3e-3); // the legs follow a little later
            Assert.Equal(-side, Math.Sign(motion.AngularVelocity)); // pushed above the centre of mass
        }
    }

    [SkippableFact]
    public void An_engine_at_half_throttle_pushes_half_as_much_at_the_same_point()
    {
        var tilted = new Motion { Position = Start, Angle = 0.3f };
        var (full, half) = (LunarLanderEngines.Main(tilted, 13, 1, 0.01, -0.02), LunarLanderEngines.Main(tilted, 13, 0.5, 0.01, -0.02));
        Assert.Equal((full.Size.X, full.Size.Y, full.Point), (2 * half.Size.X, 2 * half.Size.Y, half.Point));
        (full, half) = (LunarLanderEngines.Side(tilted, -1, 0.01, -0.02), LunarLanderEngines.Side(tilted, -0.5, 0.01, -0.02));
        Assert.Equal((full.Size.X, full.Size.Y, full.Point), (2 * half.Size.X, 2 * half.Size.Y, half.Point));
    }

    /// <remarks>
    /// The expected numbers are printed in Gymnasium's documentation of DiscretizeObservation (LunarLander-v3, reset with seed 42, Box2D 2.3); the force is what
    /// NumPy's PCG64 with that seed gives after the terrain's twelve heights.
    /// </remarks>
    [SkippableFact]
    public void The_first_observation_is_the_one_that_Gymnasium_documents()
    {
        using var world = new LunarLanderWorld(-10, Start, Ground);
        var motion = world.Step(new Thrust { Force = new(287.730240161329f, 645.52322654166f) });
        Assert.Equal(0.00229702, (motion.Position.X - 10) / 10, 1e-6);
        Assert.Equal(1.4181306, (motion.Position.Y - 400 / 120.0 - 0.6) / (400 / 60.0), 2e-6);
        Assert.Equal(0.2326471, motion.Velocity.X * 10 / 50, 1e-5);
        Assert.Equal(0.3204666, motion.Velocity.Y * (400 / 60.0) / 50, 3e-5);
        Assert.Equal(-0.00265488, motion.Angle, 1e-5);
        Assert.Equal(-0.05269805, 20 * motion.AngularVelocity / 50, 1e-4);
    }

    [SkippableFact]
    public void A_lander_set_down_gently_stands_on_both_legs_and_falls_asleep()
    {
        using var world = new LunarLanderWorld(-1, new(10, 4.5f), Ground);
        var motion = Drive(world, 500);
        Assert.Equal((1, 1, 0, 0), (motion.RightLeg, motion.LeftLeg, motion.Crashed, motion.Awake));
        Assert.Equal((0, 0), (motion.Velocity.X, motion.Velocity.Y));
        Assert.Equal(0, world.Step(default).Awake);
        Assert.Equal(1, world.Step(new Thrust { Torque = 0.1f }).Awake);
    }

    [SkippableTheory]
    [InlineData(-5, 1, 0)]
    [InlineData(5, 0, 1)]
    public void Turned_clockwise_it_touches_with_the_right_leg_first(float torque, int right, int left)
    {
        using var world = new LunarLanderWorld(-1, new(10, 6), Ground);
        var motion = world.Step(new Thrust { Torque = torque });
        for (var step = 0; step < 300 && !motion.OnALeg; step++) motion = world.Step(default);
        Assert.Equal((right, left, 0), (motion.RightLeg, motion.LeftLeg, motion.Crashed));
    }

    [SkippableFact]
    public void A_lander_that_falls_from_the_top_crashes()
    {
        using var world = new LunarLanderWorld(-10, Start, Ground);
        var motion = world.Step(default);
        Assert.Equal(0, motion.Crashed);
        motion = Drive(world, 100);
        Assert.Equal(1, motion.Crashed);
    }

    static Motion Drive(LunarLanderWorld world, int steps)
    {
        for (var step = 1; step < steps; step++) world.Step(default);
        return world.Step(default);
    }
}
