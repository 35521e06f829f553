using AlgoDistill.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Algorithms;

/// <summary>A policy and the value of what it observes.</summary>
sealed class ActorCritic : nn.Module
{
    const double PolicyGain = 0.01, ValueGain = 1; // Huang et al. 2022, detail 2
    readonly Mlp policy;
    readonly Mlp? value;
    readonly Linear? valueHead;        // on the policy's hidden layers, where they are shared
    readonly Parameter? logDeviations; // the same in every state

    /// <param name="features">Features F.</param>
    /// <param name="actions">What the policy says.</param>
    /// <param name="options">Shape.</param>
    /// <param name="rng">Source of the starting weights.</param>
    public ActorCritic(int features, ActionDistribution actions, ActorCriticOptions options, Rng rng) : base(nameof(ActorCritic))
    {
        using var scope = NewDisposeScope();
        var gaussian = actions is SquashedGaussianActions;
        policy = new Mlp(features, gaussian ? actions.Outputs / 2 : actions.Outputs, options.Network, PolicyGain, rng.Split(0));
        if (options.SharedNetwork) valueHead = Initial.OrthogonalLinear(options.Network.Width, 1, rng.Split(1), ValueGain);
        else value = new Mlp(features, 1, options.Network, ValueGain, rng.Split(1));
        if (gaussian) logDeviations = new Parameter(zeros([actions.Outputs / 2]));
        logDeviations?.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>What the policy says: (B, F) to (B, K).</summary>
    public Tensor Policy(Tensor features) => WithDeviations(policy.forward(features));

    /// <summary>The values: (B, F) to (B).</summary>
    public Tensor Value(Tensor features) => (value is null ? valueHead!.forward(policy.Hidden(features)) : value.forward(features)).squeeze(1);

    /// <summary>Both, with hidden layers that are shared computed once.</summary>
    public (Tensor Policy, Tensor Value) Both(Tensor features)
    {
        if (value is not null) return (Policy(features), Value(features));
        var hidden = policy.Hidden(features);
        return (WithDeviations(policy.Head(hidden)), valueHead!.forward(hidden).squeeze(1));
    }

    Tensor WithDeviations(Tensor means) => logDeviations is null ? means : cat([means, logDeviations.expand(means.shape)], 1);
}
