namespace AlgoDistill.Learning;

/// <summary>The shape of a causal transformer.</summary>
public sealed record TransformerOptions
{
    /// <summary>Blocks of attention and feed-forward.</summary>
    public int Layers { get; init => field = Require.InRange(value, 1, 128); } = 4;

    /// <summary>Numbers a token is embedded in; a multiple of twice the heads.</summary>
    public int Width { get; init => field = Require.InRange(value, 2, 16384); } = 64;

    /// <summary>Attention heads.</summary>
    public int Heads { get; init => field = Require.InRange(value, 1, 256); } = 4;

    /// <summary>Width of the feed-forward layer as a multiple of <see cref="Width"/>; 4 as in the transformer paper.</summary>
    public int FeedForwardFactor { get; init => field = Require.InRange(value, 1, 64); } = 4;

    /// <summary>Probability of dropping each number that a block adds to the residual stream; none by default, as small models underfit.</summary>
    public double Dropout { get; init => field = Require.InRange(value, 0, 0.9); }

    /// <summary>Base of the rotary position embedding (Su et al. 2021); relative positions let a ring cache run on for ever.</summary>
    public double RotaryBase { get; init => field = Require.InRange(value, 10, 1e9); } = 10_000;

    /// <summary>Throws when the values do not fit together.</summary>
    /// <exception cref="ArgumentException">The width is not a multiple of twice the heads.</exception>
    public void Check()
    {
        if (Width % (2 * Heads) != 0)
            throw new ArgumentException($"Width is {Width} and Heads is {Heads}; Width must be a multiple of twice Heads");
    }
}
