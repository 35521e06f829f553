namespace AlgoDistill.Algorithms;

/// <summary>
/// UCB1 (Auer, Cesa-Bianchi and Fischer, 2002): plays the arm with the greatest mean reward + <see cref="Exploration"/> · √(ln n / n_arm)
/// after n trials, every arm once before any twice, ties broken at random. Plays one observation and discrete actions; rewards lie in [0, 1].
/// </summary>
public sealed record Ucb1 : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "ucb1";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <summary>Weight of the confidence bound; √2 is the paper's.</summary>
    public double Exploration { get; init => field = Require.InRange(value, 0, 1000); } = 1; // √2 still explores after 100 trials of 10 arms: 0.64 a trial, with 1 0.69

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng)
    {
        if (observations is not Space.Discrete { Count: 1 })
            throw new ArgumentException($"{Id} plays bandits, whose only observation is discrete(1); got {observations}", nameof(observations));
        return new Agent(Exploration, Finite.Table(Id, observations, actions).Actions, streams, rng);
    }

    sealed class Agent(double exploration, Space.Discrete space, int streams, Rng rng) : IAgent
    {
        readonly int arms = (int)space.Values;
        readonly Rng[] rngs = rng.SplitMany(streams);
        readonly double[] sums = new double[streams * (int)space.Values];
        readonly int[] plays = new int[streams * (int)space.Values];
        readonly double[] bounds = new double[(int)space.Values];

        public int Updates { get; private set; }

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
        {
            var logTrials = Math.Log(Math.Max(Updates, 1));
            for (var stream = 0; stream < streams; stream++)
            {
                for (var arm = 0; arm < arms; arm++)
                {
                    var (sum, n) = (sums[stream * arms + arm], plays[stream * arms + arm]);
                    bounds[arm] = n == 0 ? double.PositiveInfinity : sum / n + exploration * Math.Sqrt(logTrials / n);
                }

                space.Write(Finite.ArgMax(bounds, rngs[stream], out var ties), actions.Slice(stream * space.Size, space.Size));
                logProbabilities[stream] = -MathF.Log(ties);
            }
        }

        public void Update(in TransitionBatch transitions)
        {
            for (var stream = 0; stream < streams; stream++)
            {
                var arm = stream * arms + space.IndexOf(transitions.Actions.Slice(stream * space.Size, space.Size));
                sums[arm] += transitions.Rewards[stream];
                plays[arm]++;
            }

            Updates++;
        }
    }
}
