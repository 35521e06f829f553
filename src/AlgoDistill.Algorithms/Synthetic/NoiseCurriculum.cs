namespace AlgoDistill.Algorithms;

/// <summary>
/// Learning histories without learning (AD^ε; Zisman et al. 2024): the expert of each task, disturbed by noise that fades. An action is
/// uniformly random with probability ε, which falls linearly, and else the expert's. Every step of the fall counts as an update.
/// <para>Plays every task that has an expert and whose actions have a uniform distribution. Of real-valued actions the log-probability recorded is that of
/// what was done: ln ε plus the log-density of the uniform distribution, or ln(1 − ε) for the expert's, which is a point.</para>
/// </summary>
public sealed record NoiseCurriculum : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "noise-curriculum";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <summary>Probability of a uniformly random action in the first step.</summary>
    public double Epsilon { get; init => field = Require.InRange(value, 0, 1); } = 1; // the paper's

    /// <summary>Probability of a uniformly random action from step <see cref="NoiseSteps"/> on.</summary>
    public double FinalEpsilon { get; init => field = Require.InRange(value, 0, 1); } // the paper's best demonstrator is not disturbed at the end

    /// <summary>Steps in which ε falls from <see cref="Epsilon"/> to <see cref="FinalEpsilon"/>: 90% of a history in the paper.</summary>
    public int NoiseSteps { get; init => field = Require.InRange(value, 0, int.MaxValue); } = 7200; // 90% of 400 episodes of Dark Room

    /// <summary>Refuses: the experts must know their tasks.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => throw StreamAgents.Unknown(Id, observations, actions);

    /// <inheritdoc/>
    public IAgent CreateAgent(ITaskDistribution tasks, IReadOnlyList<TaskInstance> streamTasks, Rng rng) =>
        tasks.Actions is Space.Discrete or Space.Box { IsBounded: true }
            ? new Agent(this, StreamAgents.Experts(Id, tasks, streamTasks), tasks.Actions, rng.SplitMany(streamTasks.Count))
            : throw new ArgumentException($"{Id} needs actions between finite bounds; got {tasks.Actions}", nameof(tasks));

    sealed class Agent(NoiseCurriculum settings, StreamAgents experts, Space space, Rng[] rngs) : IAgent
    {
        readonly float[] expert = new float[space.Width];
        readonly double logUniform = space is Space.Box box ? -space.Width * Math.Log(box.High - box.Low) : -Math.Log(((Space.Discrete)space).Values);
        int steps;

        public int Updates => Math.Min(steps, settings.NoiseSteps);

        double Epsilon => steps >= settings.NoiseSteps ? settings.FinalEpsilon
            : settings.Epsilon + (settings.FinalEpsilon - settings.Epsilon) * steps / settings.NoiseSteps;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
        {
            var epsilon = Epsilon;
            experts.SelectActions(observations, actions, logProbabilities);
            for (var stream = 0; stream < rngs.Length; stream++)
            {
                var action = actions.Slice(stream * space.Width, space.Width);
                action.CopyTo(expert);
                var random = rngs[stream].NextDouble() < epsilon;
                if (random) space.DrawUniform(rngs[stream], action);
                logProbabilities[stream] = (float)(space is Space.Discrete
                    ? Math.Log(epsilon * Math.Exp(logUniform) + (action.SequenceEqual(expert) ? 1 - epsilon : 0))
                    : random ? Math.Log(epsilon) + logUniform : Math.Log(1 - epsilon));
            }
        }

        public void Update(in TransitionBatch transitions)
        {
            experts.Update(transitions);
            steps++;
        }

        public void Dispose() => experts.Dispose();
    }
}
