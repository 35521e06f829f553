using static TorchSharp.torch;

namespace AlgoDistill.Algorithms;

/// <summary>
/// Proximal policy optimisation (Schulman et al. 2017): after every <see cref="RolloutSteps"/> steps, several epochs of minibatches over the
/// transitions of all streams, with the probability ratio clipped. All streams are actors of one learner.
/// </summary>
public sealed record Ppo : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "ppo";

    /// <inheritdoc/>
    public bool StreamsShareLearner => true;

    /// <inheritdoc/>
    public bool UsesEngine => true;

    /// <summary>Steps of each stream between updates.</summary>
    public int RolloutSteps { get; init => field = Require.InRange(value, 1, 1_000_000); } = 128; // Schulman et al. 2017, table 5

    /// <summary>Passes over a rollout.</summary>
    public int Epochs { get; init => field = Require.InRange(value, 1, 1000); } = 4; // Huang et al. 2022

    /// <summary>Parts of a rollout, each of which makes a gradient step.</summary>
    public int Minibatches { get; init => field = Require.InRange(value, 1, 100_000); } = 4; // Huang et al. 2022, detail 6

    /// <summary>How far the probability of an action may move from 1 times the old one before its gradient vanishes.</summary>
    public double Clip { get; init => field = Require.InRange(value, 0, 10); } = 0.2; // Schulman et al. 2017

    /// <summary>How far the value may move in an update before its gradient vanishes; 0 does not limit it.</summary>
    public double ValueClip { get; init => field = Require.InRange(value, 0, 1e9); } // none: it does not help in Engstrom et al. 2020

    /// <summary>Whether the advantages of a minibatch are brought to mean 0 and deviation 1.</summary>
    public bool NormaliseAdvantages { get; init; } = true; // Huang et al. 2022, detail 7

    /// <summary>Actor and critic.</summary>
    public ActorCriticOptions Learner { get; init; } = new() { LearningRate = 2.5e-4 }; // Schulman et al. 2017, table 5

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) =>
        new Agent(this, new ActorCriticLearner(Id, Learner, observations, actions, streams, rng));

    /// <summary>The clipped surrogate objective (equation 7) as a loss: −mean min(r A, clip(r, 1 − ε, 1 + ε) A), r = exp(log π − log π_old).</summary>
    internal static Tensor SurrogateLoss(Tensor logProbability, Tensor oldLogProbability, Tensor advantage, double clip)
    {
        var ratio = (logProbability - oldLogProbability).exp();
        return -minimum(ratio * advantage, ratio.clamp(1 - clip, 1 + clip) * advantage).mean();
    }

    sealed class Agent(Ppo settings, ActorCriticLearner learner) : IAgent
    {
        readonly Rollout rollout = new(learner.Streams);

        public int Updates => learner.Updates;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities) =>
            learner.SelectActions(observations, actions, logProbabilities);

        public void Update(in TransitionBatch transitions)
        {
            var last = rollout.Count + learner.Streams == settings.RolloutSteps * learner.Streams;
            rollout.Add(transitions, last);
            if (!last) return;
            learner.Estimate(rollout, settings.Learner.Lambda);
            var logProbabilities = learner.LogProbabilities(rollout);
            int[] rows = [.. Enumerable.Range(0, rollout.Count)];
            for (var epoch = 0; epoch < settings.Epochs; epoch++)
            {
                learner.Rng.Shuffle(rows.AsSpan());
                for (var part = 0; part < settings.Minibatches; part++) // of equal size, give or take one row
                    if (rows[(part * rows.Length / settings.Minibatches)..((part + 1) * rows.Length / settings.Minibatches)] is { Length: > 0 } some)
                        learner.Step(rollout, logProbabilities, some, Loss);
            }

            learner.Finish(rollout);
        }

        public void Dispose() => learner.Dispose();

        Tensor Loss(PolicyTerms terms)
        {
            var advantage = terms.Advantage;
            if (settings.NormaliseAdvantages) advantage = (advantage - advantage.mean()) / (advantage.std(unbiased: false) + 1e-8);
            var error = (terms.Value - terms.Return).square();
            if (settings.ValueClip > 0)
            {
                var limited = terms.OldValue + (terms.Value - terms.OldValue).clamp(-settings.ValueClip, settings.ValueClip);
                error = error.maximum((limited - terms.Return).square());
            }

            return learner.Loss(SurrogateLoss(terms.LogProbability, terms.OldLogProbability, advantage, settings.Clip), terms, error.mean());
        }
    }
}
