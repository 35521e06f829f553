namespace AlgoDistill.Data;

/// <summary>Draws numbers in proportion to weights, in logarithmic time; a number of weight 0 is never drawn.</summary>
sealed class WeightedDraw
{
    readonly double[] sums;

    /// <param name="weights">Weights of 0, 1, 2, ….</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    public WeightedDraw(ReadOnlySpan<double> weights)
    {
        sums = new double[weights.Length];
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(sum += weights[i])))
                throw new ArgumentException(FormattableString.Invariant($"weight {i} is {weights[i]}; weights must be finite and not negative"), nameof(weights));
            sums[i] = sum;
        }

        if (!(sum > 0)) throw new ArgumentException("all weights are 0; at least one must be above 0", nameof(weights));
    }

    /// <summary>The first number whose sum of weights so far lies above a uniform point below the total.</summary>
    public int Next(Rng rng)
    {
        var point = rng.NextDouble() * sums[^1];
        var (low, high) = (0, sums.Length - 1);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (sums[middle] > point) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
