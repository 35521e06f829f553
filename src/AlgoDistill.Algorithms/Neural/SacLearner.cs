using AlgoDistill.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AlgoDistill.Algorithms;

/// <summary>The networks of <see cref="Sac"/> and their gradient steps.</summary>
sealed class SacLearner : IDisposable
{
    const double PolicyGain = 0.01; // starts with the same wide policy everywhere
    const double LeastLogDeviation = -20, GreatestLogDeviation = 2; // Haarnoja et al. 2018, in their code
    readonly Sac settings;
    readonly SquashedGaussianActions distribution;
    readonly FeatureEncoder encoder;
    readonly Mlp actor;
    readonly TwinCritics critics, targets;
    readonly Temperature temperature = new();
    readonly Inference acting;
    readonly Optimizer actorOptimizer, criticOptimizer, temperatureOptimizer;
    readonly ReplayBatch batch;
    readonly Input taken, noise; // each (B, A)
    readonly float[] actions;

    /// <param name="settings">Hyper-parameters.</param>
    /// <param name="observations">What is observed.</param>
    /// <param name="distribution">What may be done.</param>
    /// <param name="actionWidth">Numbers in an action A.</param>
    /// <param name="rng">Source of the starting weights.</param>
    public SacLearner(Sac settings, Space observations, SquashedGaussianActions distribution, int actionWidth, Rng rng)
    {
        (this.settings, this.distribution, actions) = (settings, distribution, new float[settings.BatchSize * actionWidth]);
        encoder = new FeatureEncoder(observations, settings.NormaliseObservations);
        actor = new Mlp(encoder.Width, distribution.Outputs, settings.Network, PolicyGain, rng.Split(0));
        TwinCritics Critics() => new(encoder.Width, actionWidth, settings.Network, rng.Split(1)); // equal weights
        (critics, targets) = (Critics(), Critics());
        acting = new Inference(encoder, actor, Outputs);
        Optimizer Of(nn.Module module) => new(module, settings.AdamEpsilon, maxGradientNorm: 0);
        (actorOptimizer, criticOptimizer, temperatureOptimizer) = (Of(actor), Of(critics), Of(temperature));
        var like = actor.parameters().First();
        batch = new ReplayBatch(encoder, like, settings.BatchSize, columns: 1);
        (taken, noise) = (new Input(ScalarType.Float32, like, settings.BatchSize, actionWidth), new Input(ScalarType.Float32, like, settings.BatchSize, actionWidth));
    }

    /// <summary>Gradient steps so far, of actor, critics and temperature together.</summary>
    public int Updates => criticOptimizer.Steps;

    /// <summary>What the policy says: (S, K), valid until the next call.</summary>
    public ReadOnlySpan<float> Policy(ReadOnlySpan<float> observations) => acting.Run(observations);

    /// <summary>One gradient step of the critics, the actor and the temperature on transitions drawn from the replay buffer.</summary>
    public void Step(ReplayBuffer replay, Rng rng)
    {
        using var scope = NewDisposeScope();
        batch.Draw(replay, steps: 1, settings.Discount, lambda: 1, rng);
        var width = actions.Length / batch.Rows.Length;
        for (var i = 0; i < batch.Rows.Length; i++) replay.Action(batch.Rows[i]).CopyTo(actions.AsSpan(i * width));
        distribution.Scale(actions, taken.Values<float>());
        taken.Upload();
        StepCritics(rng);
        StepActor(rng);
        FollowTargets();
        encoder.Learn(batch.Observations);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in (IDisposable[])[acting, actorOptimizer, criticOptimizer, temperatureOptimizer, batch, taken, noise, actor, critics, targets, temperature])
            part.Dispose();
    }

    Tensor Outputs(Tensor features)
    {
        var parts = actor.forward(features).chunk(2, 1);
        return cat([parts[0], parts[1].clamp(LeastLogDeviation, GreatestLogDeviation)], 1);
    }

    // Towards r + γ (min Q'(s', a') − α log π(a' | s')), equation 3 with the paper's target critics
    void StepCritics(Rng rng)
    {
        Tensor goal;
        using (no_grad())
        {
            var (next, logDensity) = Draw(batch.Successors, rng);
            goal = batch.Returns(targets.Least(batch.Successors, next) - temperature.Log.exp() * logDensity);
        }

        var (first, second) = critics.Values(batch.Features, taken.Value);
        criticOptimizer.Step((first - goal).square().mean() + (second - goal).square().mean(), settings.LearningRate);
    }

    // Actor: equation 9; temperature: equation 18
    void StepActor(Rng rng)
    {
        var (chosen, logDensity) = Draw(batch.Features, rng);
        var loss = (temperature.Log.detach().exp() * logDensity - critics.Least(batch.Features, chosen)).mean();
        actorOptimizer.Step(loss, settings.LearningRate);
        criticOptimizer.Clear();
        var surplus = -logDensity.detach().mean() - distribution.TargetEntropy;
        temperatureOptimizer.Step((temperature.Log * surplus).sum(), settings.LearningRate);
    }

    (Tensor Squashed, Tensor LogDensity) Draw(Tensor features, Rng rng)
    {
        foreach (ref var z in noise.Values<float>()) z = (float)rng.NextGaussian();
        noise.Upload();
        // a copy: the gradient still needs the first noise when the second is drawn
        return distribution.Reparameterise(Outputs(features), noise.Value.clone());
    }

    void FollowTargets()
    {
        using var frozen = no_grad();
        foreach (var (to, from) in targets.parameters().Zip(critics.parameters())) to.mul_(1 - settings.TargetRate).add_(from, settings.TargetRate);
    }

    /// <summary>The weight of the entropy, as its logarithm; starts at 1.</summary>
    sealed class Temperature : nn.Module
    {
        public Temperature() : base(nameof(Temperature))
        {
            Log = new Parameter(zeros([1]));
            Log.DetachFromDisposeScope();
            register_parameter(nameof(Log), Log);
        }

        /// <summary>log α: (1).</summary>
        public Parameter Log { get; }
    }
}
