namespace AlgoDistill.Algorithms;

/// <summary>
/// Beta(α, β) over the mean of rewards in [0, 1]: a reward r adds r to α and 1 − r to β, which is Bayes' rule where rewards are 0 or 1.
/// Others than those in [0, 1] are taken as the nearer end.
/// </summary>
readonly struct BetaBelief : IBelief<BetaBelief>
{
    readonly double alpha, beta, logNorm;

    /// <param name="alpha">Successes, at least 1.</param>
    /// <param name="beta">Failures, at least 1.</param>
    public BetaBelief(double alpha, double beta)
    {
        var total = alpha + beta;
        var (mean, variance) = (alpha / total, alpha * beta / (total * total * (total + 1)));
        (this.alpha, this.beta, logNorm) = (alpha, beta, LogGamma(total) - LogGamma(alpha) - LogGamma(beta));
        Deviation = Math.Sqrt(variance);
        Lower = Math.Max(0, mean - Reach(variance, 2 * (alpha - beta) / (total * (total + 2))));
        Upper = Math.Min(1, mean + Reach(variance, 2 * (beta - alpha) / (total * (total + 2))));
    }

    /// <inheritdoc/>
    public double Lower { get; }

    /// <inheritdoc/>
    public double Upper { get; }

    /// <inheritdoc/>
    public double Deviation { get; }

    /// <inheritdoc/>
    public double LogDensity(double x, double log, double logRest) => (alpha - 1) * log + (beta - 1) * logRest + logNorm;

    /// <inheritdoc/>
    public BetaBelief After(double reward)
    {
        var success = Math.Clamp(reward, 0, 1);
        return new BetaBelief(alpha + success, beta + 1 - success);
    }

    /// <summary>The t for which exp(−t² / (2 (variance + scale · t / 3))), which bounds the tail beyond mean + t (Skorski, 2023), is e^−16.</summary>
    static double Reach(double variance, double scale)
    {
        var half = 16 * Math.Max(scale, 0) / 3;
        return half + Math.Sqrt(half * half + 32 * variance);
    }

    /// <summary>ln Γ(x) for x of at least 1, to 1e-12: Stirling's series beyond 10, and Γ(x + 1) = x Γ(x) below.</summary>
    static double LogGamma(double x)
    {
        var product = 1.0;
        for (; x < 10; x++) product *= x;
        var (inverse, square) = (1 / x, 1 / (x * x));
        return (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) - Math.Log(product)
            + inverse * (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680)));
    }
}
