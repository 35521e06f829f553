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
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => new Agent(this, observations, actions, streams, rng);

    sealed class Agent : BanditAgent
    {
        readonly double exploration;
        readonly double[] sums, bounds;
        readonly int[] plays;

        public Agent(Ucb1 settings, Space observations, Space actions, int streams, Rng rng) : base(settings.Id, observations, actions, streams, rng)
        {
            exploration = settings.Exploration;
            (sums, plays, bounds) = (new double[streams * Arms], new int[streams * Arms], new double[Arms]);
        }

        protected override int Choose(int stream, Rng rng, out double logProbability)
        {
            var logTrials = Math.Log(Math.Max(Updates, 1));
            for (var arm = 0; arm < Arms; arm++)
            {
                var (sum, n) = (sums[stream * Arms + arm], plays[stream * Arms + arm]);
                bounds[arm] = n == 0 ? double.PositiveInfinity : sum / n + exploration * Math.Sqrt(logTrials / n);
            }

            var best = Finite.ArgMax(bounds, rng, out var ties);
            logProbability = -MathF.Log(ties);
            return best;
        }

        protected override void Learn(int stream, int arm, double reward)
        {
            sums[stream * Arms + arm] += reward;
            plays[stream * Arms + arm]++;
        }
    }
}
