using AlgoDistill.Learning;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Algorithms;

/// <summary>
/// Normal draws u squashed into the box: action = middle + half range · tanh u (Haarnoja et al. 2018, appendix C), each component by itself.
/// The first half of the outputs are means of u, the second logarithms of its deviations.
/// </summary>
/// <remarks>The entropy is that of u, which lacks a closed form after squashing.</remarks>
sealed class SquashedGaussianActions(Space.Box space) : ActionDistribution
{
    const double Farthest = 1 - 1e-6; // of tanh u: keeps u finite, at most 7.25, where a float action meets its bound
    static readonly double LogRootTau = 0.5 * Math.Log(2 * Math.PI);
    readonly double middle = 0.5 * ((double)space.Low + space.High), half = 0.5 * ((double)space.High - space.Low);

    /// <inheritdoc/>
    public override int Outputs => 2 * space.Size;

    /// <summary>−size for actions scaled to [−1, 1] (Haarnoja et al. 2018, table 1), as an entropy of actions of the box.</summary>
    public double TargetEntropy => space.Size * (Math.Log(half) - 1);

    /// <inheritdoc/>
    public override float Sample(ReadOnlySpan<float> outputs, Span<float> action, Rng rng)
    {
        var total = 0.0;
        for (var i = 0; i < space.Size; i++)
        {
            var (mean, logDeviation) = (outputs[i], outputs[space.Size + i]);
            action[i] = Squash(Sampling.DrawNormal(mean, logDeviation, temperature: 1, rng).Value);
            total += LogDensity(action[i], mean, logDeviation);
        }

        return (float)total;
    }

    /// <inheritdoc/>
    public override void Prepare(ReadOnlySpan<float> actions, Span<float> prepared)
    {
        for (var i = 0; i < actions.Length; i++) prepared[i] = (float)Unsquash(actions[i]);
    }

    /// <inheritdoc/>
    public override (Tensor LogProbability, Tensor Entropy) Evaluate(Tensor outputs, Tensor prepared)
    {
        var parts = outputs.chunk(2, 1);
        var (mean, logDeviation) = (parts[0], parts[1]);                                        // (B, size)
        var z = (prepared - mean) * (-logDeviation).exp();
        var logDensity = z.square() * -0.5 - logDeviation - LogRootTau - LogSlope(prepared);
        return (logDensity.sum(1), (logDeviation + (0.5 + LogRootTau)).sum(1));
    }

    /// <summary>Draws with the gradient of the outputs, as the actions that a critic reads.</summary>
    /// <param name="outputs">(B, K).</param>
    /// <param name="noise">Standard normal: (B, size).</param>
    /// <returns>tanh u, (B, size), and its log-density as an action of the box, (B).</returns>
    public (Tensor Squashed, Tensor LogDensity) Reparameterise(Tensor outputs, Tensor noise)
    {
        var parts = outputs.chunk(2, 1);
        var u = parts[0] + parts[1].exp() * noise;
        return (u.tanh(), (noise.square() * -0.5 - parts[1] - LogRootTau - LogSlope(u)).sum(1));
    }

    /// <summary>Actions scaled to [−1, 1], as a critic reads them.</summary>
    public void Scale(ReadOnlySpan<float> actions, Span<float> scaled)
    {
        for (var i = 0; i < actions.Length; i++) scaled[i] = (float)((actions[i] - middle) / half);
    }

    /// <summary>The density of an action is that of its u, divided by the slope of the action there.</summary>
    internal double LogDensity(float action, double mean, double logDeviation)
    {
        var u = Unsquash(action);
        var z = (u - mean) * Math.Exp(-logDeviation);
        // log(1 − tanh² u) = 2 (log 2 − u − log(1 + e^(−2u))), which does not cancel
        var logSlope = 2 * (Math.Log(2) - Math.Abs(u) - Math.Log(1 + Math.Exp(-2 * Math.Abs(u)))) + Math.Log(half);
        return -0.5 * z * z - logDeviation - LogRootTau - logSlope;
    }

    float Squash(double u) => Math.Clamp((float)(middle + half * Math.Tanh(u)), space.Low, space.High);

    double Unsquash(float action) => Math.Atanh(Math.Clamp((action - middle) / half, -Farthest, Farthest));

    Tensor LogSlope(Tensor u) => (u + F.softplus(u * -2)) * -2 + (2 * Math.Log(2) + Math.Log(half));
}
