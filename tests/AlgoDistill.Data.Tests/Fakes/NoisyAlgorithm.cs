namespace AlgoDistill.Data.Tests;

/// <summary>Chooses real actions by chance and learns nothing.</summary>
sealed record NoisyAlgorithm : IAlgorithm
{
    public string Id => "noisy";
    public double Scale { get; init; } = 1;
    public bool Shared { get; init; }
    public bool Computed { get; init; }
    public bool StreamsShareLearner => Shared;
    public bool UsesEngine => Computed;

    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => new Agent(Scale, rng);

    sealed class Agent(double scale, Rng rng) : IAgent
    {
        public int Updates { get; private set; }

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
        {
            for (var i = 0; i < actions.Length; i++) actions[i] = (float)(scale * (2 * rng.NextDouble() - 1));
            for (var i = 0; i < logProbabilities.Length; i++) logProbabilities[i] = -(float)rng.NextDouble();
        }

        public void Update(in TransitionBatch transitions) => Updates++;
    }
}
