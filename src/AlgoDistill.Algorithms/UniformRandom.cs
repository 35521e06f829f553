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
        Space.Discrete discrete => new Agent(actions, -actions.Width * MathF.Log(discrete.Count), streams, rng),
        Space.Box { IsBounded: true } box when box.High > box.Low => new Agent(actions, -actions.Width * MathF.Log(box.High - box.Low), streams, rng),
        _ => throw new ArgumentException($"{Id} needs actions between finite bounds; got {actions}", nameof(actions)),
    };

    sealed class Agent(Space actions, float logProbability, int streams, Rng rng) : IAgent
    {
        readonly Rng[] rngs = rng.SplitMany(streams);

        public int Updates => 0;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> chosen, Span<float> logProbabilities)
        {
            for (var stream = 0; stream < rngs.Length; stream++) actions.DrawUniform(rngs[stream], chosen.Slice(stream * actions.Width, actions.Width));
            logProbabilities.Fill(logProbability);
        }

        public void Update(in TransitionBatch transitions) { }
    }
}
