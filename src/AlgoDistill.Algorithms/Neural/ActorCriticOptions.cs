namespace AlgoDistill.Algorithms;

/// <summary>What policy-gradient algorithms with a learned value share.</summary>
public sealed record ActorCriticOptions
{
    /// <summary>Discount of the next state's value.</summary>
    public double Discount { get; init => field = Require.InRange(value, 0, 1); } = 0.99; // Schulman et al. 2017

    /// <summary>λ of generalised advantage estimation: 0 trusts the value after one step, 1 the rewards alone.</summary>
    public double Lambda { get; init => field = Require.InRange(value, 0, 1); } = 0.95; // Schulman et al. 2017

    /// <summary>Weight of the policy's entropy.</summary>
    public double EntropyWeight { get; init => field = Require.InRange(value, 0, 1000); } = 0.01; // Mnih et al. 2016

    /// <summary>Weight of half the squared error of the value.</summary>
    public double ValueWeight { get; init => field = Require.InRange(value, 0, 1000); } = 1; // Schulman et al. 2017, whose loss is not halved: 0.5

    /// <summary>Step size of Adam.</summary>
    public double LearningRate { get; init => field = Require.InRange(value, 1e-9, 10); } = 3e-4; // Schulman et al. 2017

    /// <summary>Keeps Adam's division finite.</summary>
    public double AdamEpsilon { get; init => field = Require.InRange(value, 1e-16, 1); } = 1e-5; // Huang et al. 2022, detail 3

    /// <summary>Steps of each stream in which the step size falls linearly to zero; 0 keeps it.</summary>
    public int AnnealingSteps { get; init => field = Require.InRange(value, 0, int.MaxValue); }

    /// <summary>Largest norm of all gradients together; larger ones are scaled down to it. 0 clips nothing.</summary>
    public double MaxGradientNorm { get; init => field = Require.InRange(value, 0, 1e9); } = 0.5; // Huang et al. 2022, detail 11

    /// <summary>Whether policy and value share their hidden layers.</summary>
    public bool SharedNetwork { get; init; } // false: separate ones learn better in Huang et al. 2022, detail 13

    /// <summary>Whether real observations are normalised by their running mean and deviation.</summary>
    public bool NormaliseObservations { get; init; }

    /// <summary>Hidden layers of each network.</summary>
    public NetworkOptions Network { get; init; } = new();
}
