namespace AlgoDistill.Algorithms;

/// <summary>
/// ε-greedy on sample averages (Sutton and Barto, 2018, section 2.4), with an ε that falls linearly: the arm of the greatest mean reward,
/// or with probability ε any arm; arms not yet played count as <see cref="InitialValue"/>, ties are broken at random. Plays one observation
/// and discrete actions.
/// </summary>
public sealed record EpsilonGreedy : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "epsilon-greedy";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <summary>Probability of a uniformly random arm in the first trial.</summary>
    public double Epsilon { get; init => field = Require.InRange(value, 0, 1); } = 1; // Headless-AD's source (Sinii et al., 2023): from 1

    /// <summary>Probability of a uniformly random arm from trial <see cref="EpsilonSteps"/> on.</summary>
    public double FinalEpsilon { get; init => field = Require.InRange(value, 0, 1); } // to 0

    /// <summary>Trials in which ε falls from <see cref="Epsilon"/> to <see cref="FinalEpsilon"/>.</summary>
    public int EpsilonSteps { get; init => field = Require.InRange(value, 0, int.MaxValue); } = 200; // in two thirds of its 300 trials

    /// <summary>What an arm is thought to pay before it is played.</summary>
    public double InitialValue { get; init => field = Require.InRange(value, -1e9, 1e9); }

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => new Agent(this, observations, actions, streams, rng);

    sealed class Agent : BanditAgent
    {
        readonly EpsilonGreedy settings;
        readonly double[] means; // (S, arms)
        readonly int[] plays; // (S, arms)

        public Agent(EpsilonGreedy settings, Space observations, Space actions, int streams, Rng rng) : base(settings.Id, observations, actions, streams, rng)
        {
            (this.settings, means, plays) = (settings, new double[streams * Arms], new int[streams * Arms]);
            Array.Fill(means, settings.InitialValue);
        }

        protected override int Choose(int stream, Rng rng, out double logProbability)
        {
            var share = settings.EpsilonSteps == 0 ? 1 : Math.Min((double)Updates / settings.EpsilonSteps, 1);
            var epsilon = double.Lerp(settings.Epsilon, settings.FinalEpsilon, share);
            var values = means.AsSpan(stream * Arms, Arms);
            var best = Finite.ArgMax(values, rng, out var ties);
            var arm = rng.NextDouble() < epsilon ? rng.NextInt(Arms) : best;
            logProbability = Math.Log(epsilon / Arms + (values[arm] == values[best] ? (1 - epsilon) / ties : 0));
            return arm;
        }

        protected override void Learn(int stream, int arm, double reward)
        {
            var i = stream * Arms + arm;
            means[i] += plays[i] == 0 ? reward - means[i] : (reward - means[i]) / (plays[i] + 1);
            plays[i]++;
        }
    }
}
