using System.Collections.Immutable;

namespace AlgoDistill.Tasks.Control;

/// <summary>The dynamics of <see cref="Acrobot"/>; a state is (angle 1, angle 2, angular velocity 1, angular velocity 2).</summary>
/// <param name="constants">Mass 1, mass 2, length 1, length 2, goal as a share of both lengths.</param>
sealed class TwoLinks(ImmutableArray<double> constants) : ISystem
{
    public const double MaxRate1 = 4 * Math.PI, MaxRate2 = 9 * Math.PI;

    const double Gravity = 9.8, Step = 0.2, StartRange = 0.1, Torque = 1;

    readonly double mass1 = constants[0], mass2 = constants[1], length1 = constants[2], length2 = constants[3];
    readonly double goal = constants[4] * (constants[2] + constants[3]);
    readonly double centre1 = constants[2] / 2, centre2 = constants[3] / 2;
    readonly double inertia1 = constants[0] * constants[2] * constants[2], inertia2 = constants[1] * constants[3] * constants[3];

    /// <inheritdoc/>
    public int Size => 4;

    /// <inheritdoc/>
    public void Start(Span<double> state, Rng rng)
    {
        foreach (ref var x in state) x = StartRange * (2 * rng.NextDouble() - 1);
    }

    /// <inheritdoc/>
    public (double Reward, bool Terminal) Advance(Span<double> state, double action)
    {
        RungeKutta(state, Torque * (action - 1));
        state[0] = Wrap(state[0]);
        state[1] = Wrap(state[1]);
        state[2] = Math.Clamp(state[2], -MaxRate1, MaxRate1);
        state[3] = Math.Clamp(state[3], -MaxRate2, MaxRate2);
        var above = -length1 * Math.Cos(state[0]) - length2 * Math.Cos(state[1] + state[0]) > goal;
        return (above ? 0 : -1, above);
    }

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<double> state, Span<float> observation)
    {
        observation[0] = (float)Math.Cos(state[0]);
        observation[1] = (float)Math.Sin(state[0]);
        observation[2] = (float)Math.Cos(state[1]);
        observation[3] = (float)Math.Sin(state[1]);
        observation[4] = (float)state[2];
        observation[5] = (float)state[3];
    }

    /// <summary>
    /// The least steps in which the work of the torque can lift the links from the start of most energy to the goal. While the energy above
    /// hanging is e, the driven joint turns at most at √(2e/c) with c its least inertia when the other joint is free, so that √e grows at most by
    /// torque/√(2c) a second.
    /// </summary>
    public double ReturnBound(int horizon)
    {
        var least = double.PositiveInfinity;
        for (var degree = 0; degree <= 180; degree++)
        {
            var (d1, d2) = Inertias(Math.Cos(degree * Math.PI / 180));
            least = Math.Min(least, mass2 * centre2 * centre2 + inertia2 - d2 * d2 / d1);
        }

        var (d1Start, d2Start) = Inertias(1);
        var (lift1, lift2) = (Gravity * (mass1 * centre1 + mass2 * length1), Gravity * mass2 * centre2); // J for a link that points up, from level
        var kinetic = StartRange * StartRange / 2 * (d1Start + 2 * d2Start + mass2 * centre2 * centre2 + inertia2);
        var start = kinetic + lift1 * (1 - Math.Cos(StartRange)) + lift2 * (1 - Math.Cos(2 * StartRange));
        var seconds = Math.Sqrt(2 * least) / Torque * (Math.Sqrt(lift1 + lift2 + LeastLift(lift1, lift2)) - Math.Sqrt(start));
        return -Math.Clamp(Math.Ceiling(seconds / Step) - 1, 0, horizon);
    }

    /// <summary>The least potential energy, from level, with the tip at the goal: the link that is cheaper to lift by a metre is lifted first.</summary>
    double LeastLift(double lift1, double lift2)
    {
        double WithFirstAt(double height1) => lift1 * height1 + lift2 * Math.Clamp((goal - length1 * height1) / length2, -1, 1);
        var (low, high) = (Math.Max((goal - length2) / length1, -1), Math.Min((goal + length2) / length1, 1));
        return Math.Min(WithFirstAt(low), WithFirstAt(high));
    }

    /// <summary>The first row of the mass matrix.</summary>
    (double D1, double D2) Inertias(double cos2) =>
        (mass1 * (centre1 * centre1) + mass2 * (length1 * length1 + centre2 * centre2 + 2 * length1 * centre2 * cos2) + inertia1 + inertia2,
            mass2 * (centre2 * centre2 + length1 * centre2 * cos2) + inertia2);

    void RungeKutta(Span<double> y, double torque)
    {
        Span<double> at = stackalloc double[4], k1 = stackalloc double[4], k2 = stackalloc double[4], k3 = stackalloc double[4], k4 = stackalloc double[4];
        Derivative(y, torque, k1);
        Move(y, Step / 2.0, k1, at);
        Derivative(at, torque, k2);
        Move(y, Step / 2.0, k2, at);
        Derivative(at, torque, k3);
        Move(y, Step, k3, at);
        Derivative(at, torque, k4);
        for (var i = 0; i < 4; i++) y[i] += Step / 6.0 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }

    static void Move(ReadOnlySpan<double> from, double time, ReadOnlySpan<double> slope, Span<double> to)
    {
        for (var i = 0; i < to.Length; i++) to[i] = from[i] + time * slope[i];
    }

    void Derivative(ReadOnlySpan<double> state, double torque, Span<double> slope)
    {
        var (angle1, angle2, rate1, rate2) = (state[0], state[1], state[2], state[3]);
        var (sin2, coupling) = (Math.Sin(angle2), mass2 * length1 * centre2);
        var (d1, d2) = Inertias(Math.Cos(angle2));
        var phi2 = mass2 * centre2 * Gravity * Math.Cos(angle1 + angle2 - Math.PI / 2.0);
        var phi1 = -coupling * (rate2 * rate2) * sin2 - 2 * coupling * rate2 * rate1 * sin2
            + (mass1 * centre1 + mass2 * length1) * Gravity * Math.Cos(angle1 - Math.PI / 2) + phi2;
        var acceleration2 = (torque + d2 / d1 * phi1 - coupling * (rate1 * rate1) * sin2 - phi2)
            / (mass2 * (centre2 * centre2) + inertia2 - d2 * d2 / d1);
        (slope[0], slope[1], slope[2], slope[3]) = (rate1, rate2, -(d2 * acceleration2 + phi1) / d1, acceleration2);
    }

    static double Wrap(double angle)
    {
        while (angle > Math.PI) angle -= 2 * Math.PI;
        while (angle < -Math.PI) angle += 2 * Math.PI;
        return angle;
    }
}
