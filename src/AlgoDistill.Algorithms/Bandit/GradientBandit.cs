namespace AlgoDistill.Algorithms;

/// <summary>
/// The gradient bandit (Sutton and Barto, 2018, section 2.8): arms are drawn by the soft-max π of their preferences H, which follow the
/// gradient of the expected reward, H_i += α (r − baseline) (1{i played} − π_i); the baseline is the mean of the rewards before, the
/// first reward's being itself. Plays one observation and discrete actions.
/// </summary>
public sealed record GradientBandit : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "gradient-bandit";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <summary>α: step along the gradient.</summary>
    public double LearningRate { get; init => field = Require.InRange(value, 0, 1e6); } = 0.1; // the book's, figure 2.5

    /// <summary>Whether rewards are compared with the mean of those before; with 0 otherwise.</summary>
    public bool Baseline { get; init; } = true; // the book's: far better where rewards lie far from 0

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => new Agent(this, observations, actions, streams, rng);

    sealed class Agent : BanditAgent
    {
        readonly GradientBandit settings;
        readonly double[] preferences; // (S, arms)
        readonly double[] means; // (S): of all rewards so far
        readonly double[] probabilities; // (arms)

        public Agent(GradientBandit settings, Space observations, Space actions, int streams, Rng rng) : base(settings.Id, observations, actions, streams, rng) =>
            (this.settings, preferences, means, probabilities) = (settings, new double[streams * Arms], new double[streams], new double[Arms]);

        protected override int Choose(int stream, Rng rng, out double logProbability)
        {
            Finite.SoftMax(Preferences(stream), probabilities);
            var arm = Finite.Draw(probabilities, rng);
            logProbability = Math.Log(probabilities[arm]);
            return arm;
        }

        protected override void Learn(int stream, int arm, double reward)
        {
            if (Updates == 0) means[stream] = reward;
            var step = settings.LearningRate * (reward - (settings.Baseline ? means[stream] : 0));
            means[stream] += (reward - means[stream]) / (Updates + 1);
            var own = Preferences(stream);
            Finite.SoftMax(own, probabilities);
            for (var i = 0; i < Arms; i++) own[i] += step * ((i == arm ? 1 : 0) - probabilities[i]);
        }

        Span<double> Preferences(int stream) => preferences.AsSpan(stream * Arms, Arms);
    }
}
