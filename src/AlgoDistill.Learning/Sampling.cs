namespace AlgoDistill.Learning;

/// <summary>Draws from the softmax of logits.</summary>
public static class Sampling
{
    /// <summary>Draws one class, or takes the likeliest.</summary>
    /// <param name="logits">(K); classes at −∞ are never drawn.</param>
    /// <param name="temperature">Divides the logits; 0 takes the likeliest class, the first of equals.</param>
    /// <param name="rng">Source of chance; untouched at temperature 0.</param>
    /// <returns>The class and the natural logarithm of the probability with which it was drawn.</returns>
    public static (int Class, float LogProbability) Draw(ReadOnlySpan<float> logits, double temperature, Rng rng)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best]) best = i;
        if (temperature <= 0) return (best, 0);
        double total = 0;
        foreach (var logit in logits) total += Math.Exp((logit - logits[best]) / temperature);
        var point = rng.NextDouble() * total;
        var drawn = best;
        for (var i = 0; i < logits.Length; i++)
        {
            var weight = Math.Exp((logits[i] - logits[best]) / temperature);
            if (weight <= 0) continue;
            drawn = i;
            if ((point -= weight) < 0) break;
        }

        return (drawn, (float)((logits[drawn] - logits[best]) / temperature - Math.Log(total)));
    }

    /// <summary>Draws from a normal distribution, or takes its mean.</summary>
    /// <param name="mean">Mean.</param>
    /// <param name="logDeviation">Natural logarithm of the standard deviation.</param>
    /// <param name="temperature">Multiplies the deviation; 0 takes the mean.</param>
    /// <param name="rng">Source of chance; untouched at temperature 0.</param>
    /// <returns>The value and the natural logarithm of its density (0 at temperature 0).</returns>
    public static (float Value, float LogProbability) DrawNormal(float mean, float logDeviation, double temperature, Rng rng)
    {
        if (temperature <= 0) return (mean, 0);
        var deviation = Math.Exp(logDeviation) * temperature;
        var z = rng.NextGaussian();
        return ((float)(mean + deviation * z), (float)(-0.5 * z * z - Math.Log(deviation) - 0.5 * Math.Log(2 * Math.PI)));
    }
}
