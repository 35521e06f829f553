namespace AlgoDistill.Tests;

/// <summary>Finite processes that chance makes.</summary>
static class Processes
{
    /// <summary>Each action leads to three states, one of them with an end; a state shows its own number.</summary>
    public static FiniteModel Draw(ulong seed, int states, int actions)
    {
        var rng = new Rng(seed);
        return new FiniteModel(states, actions, Shares(rng, states), (_, _) => [.. Shares(rng, 3).Select((share, i) =>
            new FiniteModel.Branch(share, rng.NextInt(states), (float)rng.NextGaussian(), Terminal: i == 0))], (state, observation) => observation[0] = state);
    }

    static double[] Shares(Rng rng, int count)
    {
        var weights = Enumerable.Range(0, count).Select(_ => 0.1 + rng.NextDouble()).ToArray();
        return [.. weights.Select(weight => weight / weights.Sum())];
    }
}
