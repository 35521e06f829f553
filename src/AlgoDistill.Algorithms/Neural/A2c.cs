namespace AlgoDistill.Algorithms;

/// <summary>
/// Advantage actor-critic: A3C (Mnih et al. 2016) in synchronous form, with generalised advantages. All streams are actors of one learner;
/// after every <see cref="RolloutSteps"/> steps all their transitions make one gradient step.
/// </summary>
public sealed record A2c : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "a2c";

    /// <inheritdoc/>
    public bool StreamsShareLearner => true;

    /// <inheritdoc/>
    public bool UsesEngine => true;

    /// <summary>Steps of each stream between updates.</summary>
    public int RolloutSteps { get; init => field = Require.InRange(value, 1, 1_000_000); } = 5; // Mnih et al. 2016

    /// <summary>Actor and critic; λ, γ, entropy, network and Adam as in Laskin et al. 2022, table 4.</summary>
    public ActorCriticOptions Learner { get; init; } = new()
    {
        LearningRate = 1e-4,
        AdamEpsilon = 1e-6,
        Network = new NetworkOptions { Layers = 3, Width = 128 },
    };

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) =>
        new Agent(RolloutSteps, new ActorCriticLearner(Id, Learner, observations, actions, streams, rng), Learner.Lambda);

    sealed class Agent(int rolloutSteps, ActorCriticLearner learner, double lambda) : IAgent
    {
        readonly Rollout rollout = new(learner.Streams);

        public int Updates => learner.Updates;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities) =>
            learner.SelectActions(observations, actions, logProbabilities);

        public void Update(in TransitionBatch transitions)
        {
            var last = rollout.Count + learner.Streams == rolloutSteps * learner.Streams;
            rollout.Add(transitions, last);
            if (!last) return;
            learner.Estimate(rollout, lambda);
            learner.Step(rollout, [], [.. Enumerable.Range(0, rollout.Count)], learner.GradientLoss);
            learner.Finish(rollout);
        }

        public void Dispose() => learner.Dispose();
    }
}
