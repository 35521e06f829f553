namespace AlgoDistill.Algorithms;

/// <summary>What learners over finite spaces share.</summary>
static class Finite
{
    const int MostEntries = 10_000_000; // 80 MB a learner

    /// <summary>Both spaces as discrete ones, small enough for a table of every action in every state.</summary>
    /// <exception cref="ArgumentException">A space is not discrete, or the table would be too large.</exception>
    public static (Space.Discrete Observations, Space.Discrete Actions) Table(string algorithm, Space observations, Space actions) =>
        (observations, actions) is (Space.Discrete states, Space.Discrete choices) && states.Values * choices.Values <= MostEntries ? (states, choices)
        : throw new ArgumentException($"{algorithm} keeps a table and needs discrete observations and actions, of at most {MostEntries} pairs; got {observations} and {actions}");

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

    /// <summary>Draws a place with the given probabilities, which sum to 1.</summary>
    public static int Draw(ReadOnlySpan<double> probabilities, Rng rng)
    {
        var (point, last) = (rng.NextDouble(), 0);
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] <= 0) continue;
            last = i;
            point -= probabilities[i];
            if (point < 0) break;
        }

        return last; // rounding may leave a little of the point
    }

    /// <summary>Writes exp(value) / Σ exp(values).</summary>
    public static void SoftMax(ReadOnlySpan<double> values, Span<double> probabilities)
    {
        var greatest = double.NegativeInfinity;
        foreach (var value in values) greatest = Math.Max(greatest, value);
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++) sum += probabilities[i] = Math.Exp(values[i] - greatest);
        for (var i = 0; i < values.Length; i++) probabilities[i] /= sum;
    }
}
