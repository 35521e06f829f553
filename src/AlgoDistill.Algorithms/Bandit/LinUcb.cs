namespace AlgoDistill.Algorithms;

/// <summary>What <see cref="LinUcb"/> takes an observation for.</summary>
public enum LinUcbFeatures
{
    /// <summary><see cref="Arms"/> where the observation's width is a multiple of the number of arms, else <see cref="Context"/>.</summary>
    Automatic,

    /// <summary>One context for all arms, each of which has weights of its own ("disjoint linear models").</summary>
    Context,

    /// <summary>The features of every arm, one after the other, with one vector of weights for all.</summary>
    Arms,
}

/// <summary>
/// LinUCB (Li, Chu, Langford and Schapire, 2010, algorithm 1): plays the arm with the greatest ⟨θ, x⟩ + α √(xᵀ A⁻¹ x), where θ = A⁻¹ b is
/// the ridge regression of the rewards on the features x seen with the arm and A = ridge · I + Σ x xᵀ; ties are broken at random.
/// Plays box observations and discrete actions. A⁻¹ and θ follow by the formula of Sherman and Morrison, O(d²) a trial.
/// </summary>
public sealed record LinUcb : IAlgorithm
{
    const int MostEntries = 10_000_000; // 80 MB a learner

    /// <inheritdoc/>
    public string Id => "linucb";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <summary>α: weight of the confidence bound.</summary>
    public double Exploration { get; init => field = Require.InRange(value, 0, 1000); } = 1; // of DPT's baseline (Lee et al., 2023); the paper's 1 + √(ln(2/δ)/2) is safer and slower

    /// <summary>Weight of the identity in A.</summary>
    public double Ridge { get; init => field = Require.InRange(value, 1e-9, 1e9); } = 1; // the paper's

    /// <summary>What an observation is taken for.</summary>
    public LinUcbFeatures Features { get; init; }

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng)
    {
        if ((observations, actions) is not (Space.Box box, Space.Discrete { Values: <= MostEntries } choices))
            throw new ArgumentException($"{Id} needs box observations and discrete actions; got {observations} and {actions}");
        var (arms, divides) = ((int)choices.Values, box.Width % choices.Values == 0);
        if (Features == LinUcbFeatures.Arms && !divides)
            throw new ArgumentException($"{Id} takes observations for the features of every arm, and they do not divide by the arms; got {observations} and {actions}");
        var shared = Features == LinUcbFeatures.Arms || (Features == LinUcbFeatures.Automatic && divides);
        var (models, dimension) = shared ? (1, box.Width / arms) : (arms, box.Width);
        if ((double)models * dimension * dimension > MostEntries)
            throw new ArgumentException($"{Id} keeps a matrix an arm, of at most {MostEntries} entries together; got {observations} and {actions}");
        return new Agent(this, choices, models, dimension, box.Width, streams, rng);
    }

    /// <param name="settings">Hyper-parameters.</param>
    /// <param name="space">The arms.</param>
    /// <param name="models">Regressions a stream: one for all arms, or one for each.</param>
    /// <param name="dimension">Features d of one regression.</param>
    /// <param name="width">Floats of an observation.</param>
    /// <param name="streams">Streams S.</param>
    /// <param name="rng">Source of ties.</param>
    sealed class Agent(LinUcb settings, Space.Discrete space, int models, int dimension, int width, int streams, Rng rng) : IAgent
    {
        readonly int arms = (int)space.Values;
        readonly Rng[] rngs = rng.SplitMany(streams);
        readonly double[] weights = new double[streams * models * dimension]; // (S, models, d): θ
        readonly double[] inverses = Identities(streams * models, dimension, 1 / settings.Ridge); // (S, models, d, d): A⁻¹
        readonly double[] bounds = new double[(int)space.Values];
        readonly double[] direction = new double[dimension]; // A⁻¹ x

        public int Updates { get; private set; }

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
        {
            for (var stream = 0; stream < streams; stream++)
            {
                for (var arm = 0; arm < arms; arm++)
                {
                    var (mean, variance) = Estimate(stream, arm, FeaturesOf(observations, stream, arm));
                    bounds[arm] = mean + settings.Exploration * Math.Sqrt(Math.Max(variance, 0));
                }

                space.Write(Finite.ArgMax(bounds, rngs[stream], out var ties), actions.Slice(stream * space.Size, space.Size));
                logProbabilities[stream] = -MathF.Log(ties);
            }
        }

        public void Update(in TransitionBatch transitions)
        {
            for (var stream = 0; stream < streams; stream++)
            {
                var arm = space.IndexOf(transitions.Actions.Slice(stream * space.Size, space.Size));
                var (mean, variance) = Estimate(stream, arm, FeaturesOf(transitions.Observations, stream, arm));
                var theta = Theta(stream, arm);
                var inverse = Inverse(stream, arm);
                for (var i = 0; i < dimension; i++)
                {
                    var gain = direction[i] / (1 + variance);
                    theta[i] += gain * (transitions.Rewards[stream] - mean);
                    for (var j = 0; j < dimension; j++) inverse[i * dimension + j] -= gain * direction[j];
                }
            }

            Updates++;
        }

        /// <summary>⟨θ, x⟩ and xᵀ A⁻¹ x; leaves A⁻¹ x in <see cref="direction"/>.</summary>
        (double Mean, double Variance) Estimate(int stream, int arm, ReadOnlySpan<float> x)
        {
            var theta = Theta(stream, arm);
            var inverse = Inverse(stream, arm);
            var (mean, variance) = (0.0, 0.0);
            for (var i = 0; i < dimension; i++)
            {
                direction[i] = 0;
                for (var j = 0; j < dimension; j++) direction[i] += inverse[i * dimension + j] * x[j];
                mean += theta[i] * x[i];
                variance += x[i] * direction[i];
            }

            return (mean, variance);
        }

        ReadOnlySpan<float> FeaturesOf(ReadOnlySpan<float> observations, int stream, int arm) =>
            observations.Slice(stream * width + (models == 1 ? arm * dimension : 0), dimension);

        int Model(int stream, int arm) => models == 1 ? stream : stream * models + arm;

        Span<double> Theta(int stream, int arm) => weights.AsSpan(Model(stream, arm) * dimension, dimension);

        Span<double> Inverse(int stream, int arm) => inverses.AsSpan(Model(stream, arm) * dimension * dimension, dimension * dimension);

        static double[] Identities(int count, int dimension, double scale)
        {
            var matrices = new double[count * dimension * dimension];
            for (var i = 0; i < count * dimension; i++) matrices[i * dimension + i % dimension] = scale;
            return matrices;
        }
    }
}
