namespace AlgoDistill.Algorithms;

/// <summary>
/// Soft actor-critic (Haarnoja et al. 2018, “Soft actor-critic algorithms and applications”) with two critics, target networks and a
/// learned temperature, for actions between finite bounds.
/// All streams are actors of one learner. Learns beyond a truncated end and takes a terminal state's value as zero.
/// </summary>
public sealed record Sac : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "sac";

    /// <inheritdoc/>
    public bool StreamsShareLearner => true;

    /// <inheritdoc/>
    public bool UsesEngine => true;

    /// <summary>Discount of the next state's value.</summary>
    public double Discount { get; init => field = Require.InRange(value, 0, 1); } = 0.99; // Haarnoja et al. 2018, table 1

    /// <summary>Transitions in the replay buffer.</summary>
    public int ReplayCapacity { get; init => field = Require.InRange(value, 1, 100_000_000); } = 1_000_000; // Haarnoja et al. 2018, table 1

    /// <summary>Transitions before the first gradient step.</summary>
    public int LearningStarts { get; init => field = Require.InRange(value, 1, 100_000_000); } = 1000; // four batches

    /// <summary>Steps of each stream between updates.</summary>
    public int UpdateInterval { get; init => field = Require.InRange(value, 1, 1_000_000); } = 1; // Haarnoja et al. 2018, table 1

    /// <summary>Gradient steps in an update.</summary>
    public int GradientSteps { get; init => field = Require.InRange(value, 1, 100_000); } = 1; // Haarnoja et al. 2018, table 1

    /// <summary>Transitions in a gradient step.</summary>
    public int BatchSize { get; init => field = Require.InRange(value, 1, 1_000_000); } = 256; // Haarnoja et al. 2018, table 1

    /// <summary>Share of the critics that their targets take over in each gradient step.</summary>
    public double TargetRate { get; init => field = Require.InRange(value, 0, 1); } = 0.005; // Haarnoja et al. 2018, table 1

    /// <summary>Step size of Adam, for actor, critics and temperature.</summary>
    public double LearningRate { get; init => field = Require.InRange(value, 1e-9, 10); } = 3e-4; // Haarnoja et al. 2018, table 1

    /// <summary>Keeps Adam's division finite.</summary>
    public double AdamEpsilon { get; init => field = Require.InRange(value, 1e-16, 1); } = 1e-8; // Kingma and Ba 2015

    /// <summary>Whether real observations are normalised by their running mean and deviation.</summary>
    public bool NormaliseObservations { get; init; }

    /// <summary>Hidden layers of each network.</summary>
    public NetworkOptions Network { get; init; } = new() { Width = 256, Activation = Activation.Relu }; // Haarnoja et al. 2018, table 1

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) =>
        actions is Space.Box && ActionDistribution.Of(Id, actions) is SquashedGaussianActions squashed
            ? new Agent(this, observations, actions, squashed, streams, rng)
            : throw new ArgumentException($"{Id} needs actions between finite bounds; got {actions}", nameof(actions));

    sealed class Agent : IAgent
    {
        readonly Sac settings;
        readonly SquashedGaussianActions distribution;
        readonly int actionWidth;
        readonly Rng[] rngs;
        readonly Rng draws;
        readonly ReplayBuffer replay;
        readonly SacLearner learner;
        int steps;

        public Agent(Sac settings, Space observations, Space actions, SquashedGaussianActions distribution, int streams, Rng rng)
        {
            (this.settings, this.distribution, actionWidth) = (settings, distribution, actions.Width);
            (rngs, draws) = (rng.Split(0).SplitMany(streams), rng.Split(1));
            replay = new ReplayBuffer(settings.ReplayCapacity, streams, observations.Width, actions.Width);
            learner = new SacLearner(settings, observations, distribution, actions.Width, rng.Split(2));
        }

        public int Updates => learner.Updates;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities) =>
            distribution.SampleMany(learner.Policy(observations), actions, actionWidth, logProbabilities, rngs);

        public void Update(in TransitionBatch transitions)
        {
            replay.Add(transitions);
            steps++;
            if (replay.Count < Math.Min(settings.LearningStarts, settings.ReplayCapacity) || steps % settings.UpdateInterval != 0) return;
            for (var i = 0; i < settings.GradientSteps; i++) learner.Step(replay, draws);
        }

        public void Dispose() => learner.Dispose();
    }
}
