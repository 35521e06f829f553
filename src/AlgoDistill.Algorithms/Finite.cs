namespace AlgoDistill.Algorithms;

/// <summary>Finite spaces as tables see them: each value is one number.</summary>
static class Finite
{
    /// <summary>Most values of a space that a table is made for.</summary>
    const int MostValues = 10_000_000;

    /// <summary>How many values a discrete space has, over all its components.</summary>
    /// <exception cref="ArgumentException">The space is not discrete, or too large for a table.</exception>
    public static int Count(string algorithm, Space space, string role)
    {
        if (space is Space.Discrete discrete && Math.Pow(discrete.Count, discrete.Size) is var count and <= MostValues) return (int)count;
        throw new ArgumentException($"{algorithm} keeps a table and needs a discrete {role} space of at most {MostValues} values; got {space}", role + "s");
    }

    /// <summary>The number of <paramref name="value"/>: its components as the digits of a number to the base <paramref name="radix"/>.</summary>
    public static int Index(ReadOnlySpan<float> value, int radix)
    {
        var index = 0;
        foreach (var x in value) index = index * radix + (int)x;
        return index;
    }

    /// <summary>Writes the value whose number is <paramref name="index"/>; the inverse of <see cref="Index"/>.</summary>
    public static void Write(int index, int radix, Span<float> value)
    {
        for (var i = value.Length - 1; i >= 0; i--, index /= radix) value[i] = index % radix;
    }

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
