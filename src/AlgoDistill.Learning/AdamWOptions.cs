namespace AlgoDistill.Learning;

/// <summary>AdamW with decoupled weight decay (Loshchilov and Hutter 2019) under a schedule of warm-up and cosine decay.</summary>
public sealed record AdamWOptions
{
    /// <summary>Highest learning rate, reached after warm-up; 1e-3 suits widths of 64 to 256.</summary>
    public double LearningRate { get; init => field = Require.InRange(value, 1e-9, 10); } = 1e-3;

    /// <summary>Updates over which the rate rises linearly from near zero.</summary>
    public int WarmUp { get; init => field = Require.InRange(value, 0, 1_000_000); } = 20;

    /// <summary>Fraction of the highest rate that the cosine ends at.</summary>
    public double FinalFraction { get; init => field = Require.InRange(value, 0, 1); } = 0.1;

    /// <summary>Decay of matrices and tables a step, as a fraction of the rate; biases and normalisations do not decay.</summary>
    public double WeightDecay { get; init => field = Require.InRange(value, 0, 1); } = 0.01;

    /// <summary>Memory of the mean gradient.</summary>
    public double Beta1 { get; init => field = Require.InRange(value, 0, 0.9999); } = 0.9;

    /// <summary>Memory of the squared gradient; 0.99 as in the AD paper.</summary>
    public double Beta2 { get; init => field = Require.InRange(value, 0, 0.99999); } = 0.99;

    /// <summary>Keeps the division finite.</summary>
    public double Epsilon { get; init => field = Require.InRange(value, 1e-16, 1); } = 1e-8;

    /// <summary>Largest norm of all gradients together; larger ones are scaled down to it. 0 clips nothing.</summary>
    public double MaxGradientNorm { get; init => field = Require.InRange(value, 0, 1e9); } = 1;

    /// <summary>Learning rate of update <paramref name="step"/> (from 0) out of <paramref name="steps"/>.</summary>
    public double RateAt(long step, long steps)
    {
        if (step < WarmUp) return LearningRate * (step + 1) / WarmUp;
        var progress = Math.Min(1, (step - WarmUp) / (double)Math.Max(1, steps - WarmUp));
        return LearningRate * (FinalFraction + (1 - FinalFraction) * 0.5 * (1 + Math.Cos(Math.PI * progress)));
    }
}
