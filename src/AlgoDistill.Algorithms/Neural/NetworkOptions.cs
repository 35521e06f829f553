namespace AlgoDistill.Algorithms;

/// <summary>What follows each hidden layer.</summary>
public enum Activation
{
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    Relu,
}

/// <summary>Shape of a multilayer perceptron.</summary>
public sealed record NetworkOptions
{
    /// <summary>Hidden layers.</summary>
    public int Layers { get; init => field = Require.InRange(value, 1, 100); } = 2; // Schulman et al. 2017

    /// <summary>Units of each hidden layer.</summary>
    public int Width { get; init => field = Require.InRange(value, 1, 65536); } = 64; // Schulman et al. 2017

    /// <summary>What follows each hidden layer.</summary>
    public Activation Activation { get; init; } = Activation.Tanh; // Schulman et al. 2017
}
