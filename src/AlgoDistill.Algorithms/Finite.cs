namespace AlgoDistill.Algorithms;

/// <summary>What learners over finite spaces share.</summary>
static class Finite
{
    /// <summary>Most values of a space that a table is made for.</summary>
    const int MostValues = 10_000_000;

    /// <summary>The space as a discrete one, small enough for a table.</summary>
    /// <exception cref="ArgumentException">The space is not discrete, or too large.</exception>
    public static Space.Discrete Require(string algorithm, Space space, string name) =>
        space is Space.Discrete { Values: <= MostValues } discrete ? discrete
        : throw new ArgumentException($"{algorithm} keeps a table and needs discrete {name} of at most {MostValues} values; got {space}", name);

    /// <summary>The place of the greatest value, one of the <paramref name="ties"/> at random.</summary>
    public static int ArgMax(ReadOnlySpan<double> values, Rng rng, out int ties)
    {
        var (best, first) = (values[0], 0);
        ties = 1;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] == best) ties++;
            else if (values[i] > best) (best, first, ties) = (values[i], i, 1);
        }

        if (ties == 1) return first;
        for (var skip = rng.NextInt(ties); skip > 0; skip--)
            do first++; while (values[first] != best);
        return first;
    }
}
