namespace AlgoDistill.Algorithms;

/// <summary>A normal belief of the mean of rewards with normal noise of known variance: precisions add up.</summary>
readonly struct GaussianBelief : IBelief<GaussianBelief>
{
    const double Reach = 5.5; // deviations; beyond lies 1.9e-8

    readonly double mean, variance, noiseVariance, logNorm;

    public GaussianBelief(double mean, double variance, double noiseVariance)
    {
        (this.mean, this.variance, this.noiseVariance) = (mean, variance, noiseVariance);
        Deviation = Math.Max(Math.Sqrt(variance), 1e-12 * Math.Abs(mean)); // wide enough for doubles near the mean to differ
        logNorm = -Math.Log(Deviation * Math.Sqrt(2 * Math.PI));
    }

    /// <inheritdoc/>
    public double Lower => mean - Reach * Deviation;

    /// <inheritdoc/>
    public double Upper => mean + Reach * Deviation;

    /// <inheritdoc/>
    public double Deviation { get; }

    /// <inheritdoc/>
    public double LogDensity(double x, double log, double logRest)
    {
        var z = (x - mean) / Deviation;
        return logNorm - z * z / 2;
    }

    /// <inheritdoc/>
    public GaussianBelief After(double reward)
    {
        var gain = variance / (variance + noiseVariance);
        return new GaussianBelief(mean + gain * (reward - mean), gain * noiseVariance, noiseVariance);
    }
}
