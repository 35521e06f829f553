namespace AlgoDistill.Algorithms;

/// <summary>Acts uniformly at random, whatever it sees, and never learns: the baseline that any learner must beat.</summary>
public sealed record UniformRandom : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "uniform-random";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => actions switch
    {
        Space.Discrete discrete => new DiscreteAgent(discrete, streams, rng),
        Space.Box box when float.IsFinite(box.High - box.Low) && box.High > box.Low => new BoxAgent(box, streams, rng),
        _ => throw new ArgumentException($"{Id} needs actions between finite bounds; got {actions}", nameof(actions)),
    };

    sealed class DiscreteAgent(Space.Discrete actions, int streams, Rng rng) : IAgent
    {
        readonly Rng[] rngs = rng.SplitMany(streams);

        public int Updates => 0;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> chosen, Span<float> logProbabilities)
        {
            for (var i = 0; i < chosen.Length; i++) chosen[i] = rngs[i / actions.Size].NextInt(actions.Count);
            logProbabilities.Fill(-actions.Size * MathF.Log(actions.Count));
        }

        public void Update(in TransitionBatch transitions) { }
    }

    sealed class BoxAgent(Space.Box actions, int streams, Rng rng) : IAgent
    {
        readonly Rng[] rngs = rng.SplitMany(streams);

        public int Updates => 0;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> chosen, Span<float> logProbabilities)
        {
            var range = actions.High - actions.Low;
            for (var i = 0; i < chosen.Length; i++)
                chosen[i] = Math.Clamp(actions.Low + range * rngs[i / actions.Size].NextSingle(), actions.Low, actions.High);
            logProbabilities.Fill(-actions.Size * MathF.Log(range));
        }

        public void Update(in TransitionBatch transitions) { }
    }
}
