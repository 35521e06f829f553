using System.Collections.Immutable;

namespace AlgoDistill.Tasks.Control;

/// <summary>What tells one lunar lander from another, under Gymnasium's names.</summary>
/// <param name="Gravity">Metres a second², negative downwards.</param>
/// <param name="MainEnginePower">Impulse of the main engine at full throttle, newton seconds a step for each metre of its lever.</param>
/// <param name="WindPower">Largest force of the wind, newtons.</param>
/// <param name="TurbulencePower">Largest torque of the wind, newton metres.</param>
readonly record struct LunarLanderParameters(double Gravity, double MainEnginePower, double WindPower, double TurbulencePower)
{
    // The largest powers of the wind that Gymnasium recommends
    const double MostWind = 20, MostTurbulence = 2;

    /// <summary>Gymnasium's lander, its wind off.</summary>
    public static LunarLanderParameters Classic => new(Gravity: -10, MainEnginePower: 13, WindPower: 0, TurbulencePower: 0);

    /// <summary>As a task has them.</summary>
    public ImmutableArray<double> Values => [Gravity, MainEnginePower, WindPower, TurbulencePower];

    /// <summary>
    /// Gravity and power of <see cref="Classic"/>, more or less by a share in [<paramref name="least"/>, <paramref name="most"/>), and winds of such a share
    /// of the strongest; each share is uniform.
    /// </summary>
    public static LunarLanderParameters Draw(Rng rng, double least, double most)
    {
        return new(Classic.Gravity * (1 + Signed()), Classic.MainEnginePower * (1 + Signed()), MostWind * Share(), MostTurbulence * Share());

        double Share() => least + (most - least) * rng.NextDouble();
        double Signed() => rng.NextInt(2) == 0 ? Share() : -Share();
    }

    /// <summary>The parameters of <paramref name="task"/>.</summary>
    /// <exception cref="ArgumentException">They are not those of a lander; the message names what is allowed.</exception>
    public static LunarLanderParameters Of(TaskInstance task, string family)
    {
        if (task.Parameters is [>= -20 and <= 0 and var gravity, >= 0 and <= 30 and var power, >= 0 and <= MostWind and var wind, >= 0 and <= MostTurbulence and var turbulence])
            return new(gravity, power, wind, turbulence);
        throw new ArgumentException($"the parameters of a {family} task are gravity (-20 to 0), main engine power (0 to 30), wind power (0 to {MostWind}) "
            + $"and turbulence power (0 to {MostTurbulence}); got {task}", nameof(task));
    }
}
