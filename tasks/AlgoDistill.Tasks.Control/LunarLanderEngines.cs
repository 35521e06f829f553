namespace AlgoDistill.Tasks.Control;

/// <summary>What Gymnasium's engines do to a lander in one step, quirks included, in its order of operations and in double precision.</summary>
static class LunarLanderEngines
{
    const double Scale = 30; // Gymnasium's drawing units a metre
    const double MainLever = 4 / Scale;
    const double SidePower = 0.6, SideAway = 12 / Scale;

    // Where the side engines sit: the length along x differs from that along y, so that their torque depends on the angle
    const double SideHeightX = 17 / Scale, SideHeightY = 14 / Scale;

    /// <summary>Impulse of the main engine.</summary>
    /// <param name="hull">The lander before the step.</param>
    /// <param name="power">Impulse at full throttle for each metre of the lever.</param>
    /// <param name="throttle">0.5 to 1.</param>
    /// <param name="along">Dispersion along the hull's axis, metres.</param>
    /// <param name="across">Dispersion across it, metres.</param>
    public static Impulse Main(in Motion hull, double power, double throttle, double along, double across)
    {
        var (sin, cos) = Math.SinCos(hull.Angle);
        var x = sin * (MainLever + 2 * along) - cos * across;
        var y = -cos * (MainLever + 2 * along) - sin * across;
        return new(Narrow(-x * power * throttle, -y * power * throttle), Narrow(hull.Position.X + x, hull.Position.Y + y));
    }

    /// <summary>Impulse of a side engine.</summary>
    /// <param name="hull">The lander before the step.</param>
    /// <param name="throttle">−1 to −0.5 for the left engine, 0.5 to 1 for the right one.</param>
    /// <param name="along">Dispersion along the hull's axis, metres.</param>
    /// <param name="across">Dispersion across it, metres.</param>
    public static Impulse Side(in Motion hull, double throttle, double along, double across)
    {
        var (sin, cos) = Math.SinCos(hull.Angle);
        var away = 3 * across + Math.Sign(throttle) * SideAway;
        var x = sin * along - cos * away;
        var y = -cos * along - sin * away;
        var power = SidePower * Math.Abs(throttle);
        return new(Narrow(-x * power, -y * power), Narrow(hull.Position.X + x - sin * SideHeightX, hull.Position.Y + y + cos * SideHeightY));
    }

    static Vector Narrow(double x, double y) => new((float)x, (float)y);
}
