namespace AlgoDistill.Algorithms;

/// <summary>
/// Deep Q-learning (Mnih et al. 2015): ε-greedy actions, replay, a target network; with double Q-learning (van Hasselt, Guez and Silver 2016),
/// n-step returns, and λ-returns by <see cref="Lambda"/> (Peng and Williams 1996). All streams are actors of one learner. Learns beyond a
/// truncated end and takes a terminal state's value as zero.
/// </summary>
public sealed record Dqn : IAlgorithm
{
    const int MostActions = 65536;

    /// <inheritdoc/>
    public string Id => "dqn";

    /// <inheritdoc/>
    public bool StreamsShareLearner => true;

    /// <inheritdoc/>
    public bool UsesEngine => true;

    /// <summary>Discount of the next state's value.</summary>
    public double Discount { get; init => field = Require.InRange(value, 0, 1); } = 0.99; // Mnih et al. 2015

    /// <summary>Rewards in a return before the value of what follows.</summary>
    public int ReturnSteps { get; init => field = Require.InRange(value, 1, 10_000); } = 1; // Mnih et al. 2015

    /// <summary>λ: 1 gives the plain n-step return, less mixes in those of fewer steps.</summary>
    public double Lambda { get; init => field = Require.InRange(value, 0, 1); } = 1; // with 1 step it has no part; 0.75 in Laskin et al. 2022, table 5

    /// <summary>Whether the online network chooses the action whose value the target network gives.</summary>
    public bool Double { get; init; } = true; // van Hasselt et al. 2016: less overestimation

    /// <summary>Probability of a uniformly random action in the first step.</summary>
    public double Epsilon { get; init => field = Require.InRange(value, 0, 1); } = 1; // Mnih et al. 2015

    /// <summary>Probability of a uniformly random action from step <see cref="EpsilonSteps"/> on.</summary>
    public double FinalEpsilon { get; init => field = Require.InRange(value, 0, 1); } = 0.01; // Laskin et al. 2022, table 5

    /// <summary>Steps of each stream in which ε falls from <see cref="Epsilon"/> to <see cref="FinalEpsilon"/>.</summary>
    public int EpsilonSteps { get; init => field = Require.InRange(value, 0, int.MaxValue); } = 2000; // as long as the buffer takes to hold varied play

    /// <summary>Transitions in the replay buffer.</summary>
    public int ReplayCapacity { get; init => field = Require.InRange(value, 1, 100_000_000); } = 100_000; // Laskin et al. 2022, table 5

    /// <summary>Transitions before the first gradient step.</summary>
    public int LearningStarts { get; init => field = Require.InRange(value, 1, 100_000_000); } = 1000; // 10 batches and more

    /// <summary>Steps of each stream between updates.</summary>
    public int UpdateInterval { get; init => field = Require.InRange(value, 1, 1_000_000); } = 1;

    /// <summary>Gradient steps in an update.</summary>
    public int GradientSteps { get; init => field = Require.InRange(value, 1, 100_000); } = 1;

    /// <summary>Returns in a gradient step.</summary>
    public int BatchSize { get; init => field = Require.InRange(value, 1, 1_000_000); } = 64; // twice that of Mnih et al. 2015: small networks, cheap rows

    /// <summary>Gradient steps between copies of the online network to the target network.</summary>
    public int TargetInterval { get; init => field = Require.InRange(value, 1, 1_000_000); } = 50; // Laskin et al. 2022, table 5

    /// <summary>Error from which the loss grows linearly (Huber 1964).</summary>
    public double HuberDelta { get; init => field = Require.InRange(value, 1e-9, 1e9); } = 1; // Mnih et al. 2015: clipped error

    /// <summary>Step size of Adam.</summary>
    public double LearningRate { get; init => field = Require.InRange(value, 1e-9, 10); } = 1e-3; // Adam's own; Laskin et al. 2022 train a residual network at 1e-4

    /// <summary>Steps of each stream in which the step size falls linearly to zero; 0 keeps it.</summary>
    public int AnnealingSteps { get; init => field = Require.InRange(value, 0, int.MaxValue); }

    /// <summary>Keeps Adam's division finite.</summary>
    public double AdamEpsilon { get; init => field = Require.InRange(value, 1e-16, 1); } = 1e-8; // Kingma and Ba 2015

    /// <summary>Largest norm of all gradients together; larger ones are scaled down to it. 0 clips nothing.</summary>
    public double MaxGradientNorm { get; init => field = Require.InRange(value, 0, 1e9); } = 10; // Laskin et al. 2022, table 5

    /// <summary>Whether real observations are normalised by their running mean and deviation.</summary>
    public bool NormaliseObservations { get; init; }

    /// <summary>Hidden layers.</summary>
    public NetworkOptions Network { get; init; } = new() { Width = 128, Activation = Activation.Relu };

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) =>
        actions is Space.Discrete { Values: <= MostActions } discrete ? new Agent(this, observations, discrete, streams, rng)
        : throw new ArgumentException($"{Id} values every action and needs discrete ones, at most {MostActions}; got {actions}", nameof(actions));

    sealed class Agent : IAgent
    {
        readonly Dqn settings;
        readonly Space.Discrete actionSpace;
        readonly int actionCount, streams;
        readonly Rng[] rngs;
        readonly Rng draws;
        readonly ReplayBuffer replay;
        readonly QLearner learner;
        int steps;

        public Agent(Dqn settings, Space observations, Space.Discrete actions, int streams, Rng rng)
        {
            (this.settings, actionSpace, actionCount, this.streams) = (settings, actions, (int)actions.Values, streams);
            (rngs, draws) = (rng.Split(0).SplitMany(streams), rng.Split(1));
            replay = new ReplayBuffer(settings.ReplayCapacity, streams, observations.Width, actions.Width);
            learner = new QLearner(settings, observations, actions, rng.Split(2));
        }

        public int Updates => learner.Updates;

        double Epsilon => steps >= settings.EpsilonSteps ? settings.FinalEpsilon
            : settings.Epsilon + (settings.FinalEpsilon - settings.Epsilon) * steps / settings.EpsilonSteps;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
        {
            var values = learner.Values(observations);
            var epsilon = Epsilon;
            for (var stream = 0; stream < streams; stream++)
            {
                var greedy = ArgMax(values.Slice(stream * actionCount, actionCount));
                var action = rngs[stream].NextDouble() < epsilon ? rngs[stream].NextInt(actionCount) : greedy;
                actionSpace.Write(action, actions.Slice(stream * actionSpace.Size, actionSpace.Size));
                logProbabilities[stream] = (float)Math.Log(epsilon / actionCount + (action == greedy ? 1 - epsilon : 0));
            }
        }

        public void Update(in TransitionBatch transitions)
        {
            replay.Add(transitions);
            steps++;
            if (replay.Count < Math.Min(settings.LearningStarts, settings.ReplayCapacity) || steps % settings.UpdateInterval != 0) return;
            for (var i = 0; i < settings.GradientSteps; i++) learner.Step(replay, Annealing.Rate(settings.LearningRate, steps, settings.AnnealingSteps), draws);
        }

        public void Dispose() => learner.Dispose();

        /// <summary>The first of the greatest.</summary>
        static int ArgMax(ReadOnlySpan<float> values)
        {
            var best = 0;
            for (var i = 1; i < values.Length; i++)
                if (values[i] > values[best]) best = i;
            return best;
        }
    }
}
