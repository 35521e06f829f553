using System.Globalization;

namespace AlgoDistill.Tasks.Control;

/// <summary>The uniform-random return of a system by Monte Carlo, and the references that hold it.</summary>
static class RandomPlay
{
    const ulong Seed = 0; // the same episodes whenever the same task is asked for

    /// <summary>References with the given optimum and the mean return of <paramref name="episodes"/> random episodes, whose standard error they state.</summary>
    public static References References(ISystem system, Space actions, int horizon, int episodes, double optimal, string method)
    {
        var (rng, state, sum, squares) = (new Rng(Seed), new double[system.Size], 0.0, 0.0);
        for (var episode = 0; episode < episodes; episode++)
        {
            var total = Play(system, actions, horizon, state, rng);
            sum += total;
            squares += total * total;
        }

        var mean = sum / episodes;
        var error = Math.Sqrt(Math.Max(squares / episodes - mean * mean, 0) / episodes);
        return new References(optimal, mean, string.Create(CultureInfo.InvariantCulture,
            $"{method}; uniform random over {episodes} episodes, standard error {error:0.####}"), error);
    }

    static double Play(ISystem system, Space actions, int horizon, double[] state, Rng rng)
    {
        system.Start(state, rng);
        var total = 0.0;
        for (var step = 0; step < horizon; step++)
        {
            var (reward, terminal) = system.Advance(state, Draw(actions, rng));
            total += reward;
            if (terminal) break;
        }

        return total;
    }

    static double Draw(Space actions, Rng rng) => actions switch
    {
        Space.Discrete discrete => rng.NextInt(discrete.Count),
        Space.Box box => box.Low + (box.High - box.Low) * rng.NextDouble(),
        _ => throw new ArgumentException($"no uniform draw from {actions}", nameof(actions)),
    };
}
