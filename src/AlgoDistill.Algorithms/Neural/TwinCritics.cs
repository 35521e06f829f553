using static TorchSharp.torch;

namespace AlgoDistill.Algorithms;

/// <summary>Two networks that value an action, whose lesser value is taken (Fujimoto, van Hoof and Meger 2018).</summary>
sealed class TwinCritics : nn.Module
{
    readonly Mlp first, second;

    /// <param name="features">Features F.</param>
    /// <param name="actions">Numbers in an action A.</param>
    /// <param name="options">Hidden layers.</param>
    /// <param name="rng">Source of the starting weights.</param>
    public TwinCritics(int features, int actions, NetworkOptions options, Rng rng) : base(nameof(TwinCritics))
    {
        (first, second) = (new Mlp(features + actions, 1, options, headGain: 1, rng.Split(0)), new Mlp(features + actions, 1, options, headGain: 1, rng.Split(1)));
        RegisterComponents();
    }

    /// <summary>Both values: (B, F) and (B, A) to (B) twice.</summary>
    public (Tensor First, Tensor Second) Values(Tensor features, Tensor actions)
    {
        var input = cat([features, actions], 1);
        return (first.forward(input).squeeze(1), second.forward(input).squeeze(1));
    }

    /// <summary>The lesser value: (B).</summary>
    public Tensor Least(Tensor features, Tensor actions)
    {
        var (one, other) = Values(features, actions);
        return one.minimum(other);
    }
}
