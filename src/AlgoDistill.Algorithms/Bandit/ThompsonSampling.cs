namespace AlgoDistill.Algorithms;

/// <summary>What <see cref="ThompsonSampling"/> believes of rewards.</summary>
public enum RewardModel
{
    /// <summary>Rewards in [0, 1], others taken as the nearer end: a Beta belief of each mean.</summary>
    Bernoulli,

    /// <summary>Rewards with normal noise of a known variance: a normal belief of each mean.</summary>
    Gaussian,
}

/// <summary>
/// Thompson sampling (Thompson, 1933; Chapelle and Li, 2011): plays every arm with the probability, under what is believed after the rewards
/// so far, that its mean is the greatest. The probabilities are integrated, not sampled, so that the log-probability of a choice is exact,
/// and the arm is drawn from them: the same as to draw a mean from every belief and to play the arm of the greatest. A reward r within
/// [0, 1] counts as r successes and 1 − r failures. Plays one observation and discrete actions.
/// </summary>
public sealed record ThompsonSampling : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "thompson-sampling";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <summary>What is believed of rewards.</summary>
    public RewardModel Rewards { get; init; }

    /// <summary>Bernoulli rewards: successes counted before the first trial.</summary>
    public int PriorSuccesses { get; init => field = Require.InRange(value, 1, 1_000_000); } = 1; // uniform over [0, 1], as in Chapelle and Li

    /// <summary>Bernoulli rewards: failures counted before the first trial.</summary>
    public int PriorFailures { get; init => field = Require.InRange(value, 1, 1_000_000); } = 1; // as above

    /// <summary>Gaussian rewards: mean of the prior of each mean.</summary>
    public double PriorMean { get; init => field = Require.InRange(value, -1e6, 1e6); } = 0.5; // means uniform in [0, 1] have this mean

    /// <summary>Gaussian rewards: variance of the prior of each mean.</summary>
    public double PriorVariance { get; init => field = Require.InRange(value, 1e-6, 1e6); } = 1 / 12.0; // and this variance: DPT's baseline (Lee et al., 2023)

    /// <summary>Gaussian rewards: variance of a reward.</summary>
    public double NoiseVariance { get; init => field = Require.InRange(value, 1e-6, 1e6); } = 0.3; // that of the Gaussian bandit

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => Rewards == RewardModel.Bernoulli
        ? new Agent<BetaBelief>(this, new BetaBelief(PriorSuccesses, PriorFailures), observations, actions, streams, rng)
        : new Agent<GaussianBelief>(this, new GaussianBelief(PriorMean, PriorVariance, NoiseVariance), observations, actions, streams, rng);

    sealed class Agent<TBelief> : BanditAgent where TBelief : struct, IBelief<TBelief>
    {
        readonly TBelief[] beliefs; // (S, arms)
        readonly double[] probabilities; // (arms)
        readonly BestArm bestArm;

        public Agent(ThompsonSampling settings, TBelief prior, Space observations, Space actions, int streams, Rng rng)
            : base(settings.Id, observations, actions, streams, rng)
        {
            (beliefs, probabilities, bestArm) = (new TBelief[streams * Arms], new double[Arms], new BestArm(Arms));
            Array.Fill(beliefs, prior);
        }

        protected override int Choose(int stream, Rng rng, out double logProbability)
        {
            bestArm.Find<TBelief>(beliefs.AsSpan(stream * Arms, Arms), probabilities);
            var arm = Finite.Draw(probabilities, rng);
            logProbability = Math.Log(probabilities[arm]);
            return arm;
        }

        protected override void Learn(int stream, int arm, double reward)
        {
            ref var belief = ref beliefs[stream * Arms + arm];
            belief = belief.After(reward);
        }
    }
}
