using AlgoDistill.Learning;

namespace AlgoDistill.Models.Rl;

/// <summary>The shape of a <see cref="MultiHeadTransformer"/> and the weight of each head in its loss.</summary>
public sealed record MultiHeadOptions
{
    /// <summary>The transformer.</summary>
    public TransformerOptions Transformer { get; init; } = new();

    /// <summary>Steps that the model sees; several episodes must fit, 2 to 4 at least (Laskin et al. 2022, figure 7).</summary>
    public int Context { get; init => field = Require.InRange(value, 1, 65_536); } = 100;

    /// <summary>1: a token is the last action, its reward and end, and the observation. 3: observation, action and reward are tokens of their own, at nine times the cost of attention.</summary>
    public int TokensPerStep { get; init => field = value is 1 or 3 ? value : throw new ArgumentOutOfRangeException(nameof(TokensPerStep), $"TokensPerStep is {value}; allowed is 1 or 3"); } = 1;

    /// <summary>Weight of the actions' loss.</summary>
    public double ActionWeight { get; init => field = Require.InRange(value, 0, 1e6); } = 1;

    /// <summary>Weight of the rewards' loss; small, as it serves the representation only.</summary>
    public double RewardWeight { get; init => field = Require.InRange(value, 0, 1e6); } = 0.1;

    /// <summary>Weight of the next observations' loss.</summary>
    public double NextObservationWeight { get; init => field = Require.InRange(value, 0, 1e6); } = 0.1;

    /// <summary>Weight of the log-probabilities' loss.</summary>
    public double LogProbabilityWeight { get; init => field = Require.InRange(value, 0, 1e6); } = 0.1;

    /// <summary>Label smoothing of discrete actions; 0 but for hard exploration (Laskin et al. 2022, appendix F).</summary>
    public double LabelSmoothing { get; init => field = Require.InRange(value, 0, 0.99); }

    /// <summary>Probability of hiding each input token in training (Laskin et al. 2022, appendix J uses 0.3).</summary>
    public double TokenMask { get; init => field = Require.InRange(value, 0, 0.95); }

    /// <summary>Tokens that the model sees.</summary>
    internal int Window => Context * TokensPerStep;
}
