namespace AlgoDistill.Algorithms;

/// <summary>
/// Tabular Q-learning (Watkins, 1989) with an ε-greedy policy whose ε falls linearly, ties broken at random. Learns beyond a truncated
/// end and takes a terminal state's value as zero. Plays discrete observations and discrete actions.
/// </summary>
public sealed record QLearning : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "q-learning";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <summary>Share of the new estimate in each update.</summary>
    public double LearningRate { get; init => field = Require.InRange(value, 0, 1); } = 0.5; // where moves are certain, 0.2 to 1 learn alike

    /// <summary>Discount of the next state's value.</summary>
    public double Discount { get; init => field = Require.InRange(value, 0, 1); } = 0.9; // a goal 8 cells away keeps 0.43 of its value; horizon 20

    /// <summary>Value of every action before the first update.</summary>
    public double InitialValue { get; init => field = Require.InRange(value, -1e9, 1e9); }

    /// <summary>Probability of a uniformly random action in the first step.</summary>
    public double Epsilon { get; init => field = Require.InRange(value, 0, 1); } = 1; // a slow fall makes improvement gradual, which is what distillation reads

    /// <summary>Probability of a uniformly random action from step <see cref="EpsilonSteps"/> on.</summary>
    public double FinalEpsilon { get; init => field = Require.InRange(value, 0, 1); } = 0.05; // 15.6 of 16.5 in Dark Room

    /// <summary>Steps in which ε falls from <see cref="Epsilon"/> to <see cref="FinalEpsilon"/>.</summary>
    public int EpsilonSteps { get; init => field = Require.InRange(value, 0, int.MaxValue); } = 8000; // 400 episodes of Dark Room

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng)
    {
        var (states, choices) = Finite.Table(Id, observations, actions);
        return new Agent(this, states, choices, streams, rng);
    }

    sealed class Agent(QLearning settings, Space.Discrete observationSpace, Space.Discrete actionSpace, int streams, Rng rng) : IAgent
    {
        readonly int actionCount = (int)actionSpace.Values;
        readonly Rng[] rngs = rng.SplitMany(streams);
        readonly double[][] tables = [.. Enumerable.Range(0, streams).Select(_ => Table(observationSpace, actionSpace, settings.InitialValue))];

        public int Updates { get; private set; }

        double Epsilon => Updates >= settings.EpsilonSteps ? settings.FinalEpsilon
            : settings.Epsilon + (settings.FinalEpsilon - settings.Epsilon) * Updates / settings.EpsilonSteps;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
        {
            var epsilon = Epsilon;
            for (var stream = 0; stream < streams; stream++)
            {
                var q = Values(stream, observations);
                var action = Finite.ArgMax(q, rngs[stream], out var ties);
                var best = q[action];
                if (rngs[stream].NextDouble() < epsilon) action = rngs[stream].NextInt(actionCount);
                var probability = epsilon / actionCount + (q[action] == best ? (1 - epsilon) / ties : 0);
                logProbabilities[stream] = (float)Math.Log(probability);
                actionSpace.Write(action, actions.Slice(stream * actionSpace.Size, actionSpace.Size));
            }
        }

        public void Update(in TransitionBatch transitions)
        {
            for (var stream = 0; stream < streams; stream++)
            {
                var target = (double)transitions.Rewards[stream];
                if (transitions.Ends[stream] != EpisodeEnd.Terminated)
                    target += settings.Discount * Greatest(Values(stream, transitions.NextObservations));
                var action = actionSpace.IndexOf(transitions.Actions.Slice(stream * actionSpace.Size, actionSpace.Size));
                ref var value = ref Values(stream, transitions.Observations)[action];
                value += settings.LearningRate * (target - value);
            }

            Updates++;
        }

        /// <summary>The values of all actions in the state that <paramref name="stream"/> observes.</summary>
        Span<double> Values(int stream, ReadOnlySpan<float> observations)
        {
            var state = observationSpace.IndexOf(observations.Slice(stream * observationSpace.Size, observationSpace.Size));
            return tables[stream].AsSpan(state * actionCount, actionCount);
        }

        static double Greatest(ReadOnlySpan<double> values)
        {
            var greatest = values[0];
            foreach (var value in values) greatest = Math.Max(greatest, value);
            return greatest;
        }

        static double[] Table(Space.Discrete states, Space.Discrete actions, double value)
        {
            var table = new double[(int)(states.Values * actions.Values)];
            Array.Fill(table, value);
            return table;
        }
    }
}
