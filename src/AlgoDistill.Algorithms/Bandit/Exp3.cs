namespace AlgoDistill.Algorithms;

/// <summary>
/// EXP3 (Auer, Cesa-Bianchi, Freund and Schapire, 2002, figure 1), which assumes nothing of where rewards come from: arm i is played with
/// probability (1 − γ) w_i / Σ w + γ / K, and its weight grows by the factor exp(γ r / (K · probability)). Rewards lie in [0, 1]; others
/// are taken as the nearer end. Plays one observation and discrete actions.
/// </summary>
public sealed record Exp3 : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "exp3";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <summary>γ: share of uniformly random trials, and rate of learning.</summary>
    public double Gamma { get; init => field = Require.InRange(value, 1e-6, 1); } = 0.1; // the paper's √(K ln K / ((e − 1) g)) for K = 10 arms and a return g of 1340

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => new Agent(this, observations, actions, streams, rng);

    sealed class Agent : BanditAgent
    {
        readonly double gamma;
        readonly double[] logWeights; // (S, arms)
        readonly double[] probabilities; // (arms)

        public Agent(Exp3 settings, Space observations, Space actions, int streams, Rng rng) : base(settings.Id, observations, actions, streams, rng) =>
            (gamma, logWeights, probabilities) = (settings.Gamma, new double[streams * Arms], new double[Arms]);

        protected override int Choose(int stream, Rng rng, out double logProbability)
        {
            Mix(stream);
            var arm = Finite.Draw(probabilities, rng);
            logProbability = Math.Log(probabilities[arm]);
            return arm;
        }

        protected override void Learn(int stream, int arm, double reward)
        {
            Mix(stream);
            logWeights[stream * Arms + arm] += gamma * Math.Clamp(reward, 0, 1) / (Arms * probabilities[arm]);
        }

        void Mix(int stream)
        {
            Finite.SoftMax(logWeights.AsSpan(stream * Arms, Arms), probabilities);
            foreach (ref var probability in probabilities.AsSpan()) probability = (1 - gamma) * probability + gamma / Arms;
        }
    }
}
