namespace AlgoDistill.Tests;

/// <summary>Chooses the action that a function of stream, step and observation gives, and keeps every transition that it is shown.</summary>
sealed record PolicyAlgorithm(PolicyAlgorithm.Policy Choose) : IAlgorithm
{
    public delegate float Policy(int stream, int step, ReadOnlySpan<float> observation);

    public string Id => "policy";
    public bool StreamsShareLearner { get; init; }
    public List<(float[] Observations, float[] Actions, float[] Rewards, EpisodeEnd[] Ends, float[] Next)> Seen { get; } = [];
    public bool Disposed { get; private set; }

    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => new Agent(this, observations.Width);

    sealed class Agent(PolicyAlgorithm owner, int width) : IAgent
    {
        public int Updates { get; private set; }

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
        {
            for (var stream = 0; stream < actions.Length; stream++) actions[stream] = owner.Choose(stream, Updates / 2, observations.Slice(stream * width, width));
            for (var stream = 0; stream < actions.Length; stream++) logProbabilities[stream] = -stream - Updates;
        }

        public void Update(in TransitionBatch transitions)
        {
            owner.Seen.Add((transitions.Observations.ToArray(), transitions.Actions.ToArray(), transitions.Rewards.ToArray(),
                transitions.Ends.ToArray(), transitions.NextObservations.ToArray()));
            Updates += 2;
        }

        public void Dispose() => owner.Disposed = true;
    }
}
