using static TorchSharp.torch;

namespace AlgoDistill.Algorithms;

/// <summary>How the outputs of a policy network say what to do.</summary>
abstract class ActionDistribution
{
    /// <summary>Outputs K of the policy for one observation.</summary>
    public abstract int Outputs { get; }

    /// <summary>The distribution over an action space.</summary>
    /// <param name="algorithm">Who asks.</param>
    /// <param name="actions">The space.</param>
    /// <exception cref="ArgumentException">The space is a box without finite bounds.</exception>
    public static ActionDistribution Of(string algorithm, Space actions) => actions switch
    {
        Space.Discrete discrete => new CategoricalActions(discrete),
        Space.Box box when float.IsFinite(box.High - box.Low) && box.High > box.Low => new SquashedGaussianActions(box),
        _ => throw new ArgumentException($"{algorithm} needs discrete actions or actions between finite bounds; got {actions}", nameof(actions)),
    };

    /// <summary>Draws an action.</summary>
    /// <param name="outputs">(K).</param>
    /// <param name="action">Receives it.</param>
    /// <param name="rng">Source of chance.</param>
    /// <returns>Natural logarithm of its probability or density.</returns>
    public abstract float Sample(ReadOnlySpan<float> outputs, Span<float> action, Rng rng);

    /// <summary>Draws an action of each stream from a generator of its own.</summary>
    /// <param name="outputs">(S, K).</param>
    /// <param name="actions">Receives (S, action width).</param>
    /// <param name="actionWidth">Numbers in an action.</param>
    /// <param name="logProbabilities">Receives (S).</param>
    /// <param name="rngs">(S).</param>
    public void SampleMany(ReadOnlySpan<float> outputs, Span<float> actions, int actionWidth, Span<float> logProbabilities, Rng[] rngs)
    {
        for (var stream = 0; stream < rngs.Length; stream++)
            logProbabilities[stream] = Sample(outputs.Slice(stream * Outputs, Outputs), actions.Slice(stream * actionWidth, actionWidth), rngs[stream]);
    }

    /// <summary>Turns actions into what <see cref="Evaluate"/> takes; both (N, action width).</summary>
    public abstract void Prepare(ReadOnlySpan<float> actions, Span<float> prepared);

    /// <summary>Log-probability (density) of actions, and entropy.</summary>
    /// <param name="outputs">(B, K).</param>
    /// <param name="prepared">(B, action width), from <see cref="Prepare"/>.</param>
    /// <returns>Both (B).</returns>
    public abstract (Tensor LogProbability, Tensor Entropy) Evaluate(Tensor outputs, Tensor prepared);
}
