namespace AlgoDistill.Data;

/// <summary>Stands in for a learner: does step by step what its histories say that the learner did, whatever it observes.</summary>
/// <param name="Learner">The learner.</param>
/// <param name="Histories">What each of its streams did.</param>
sealed record RecordedActions(IAlgorithm Learner, IReadOnlyList<LearningHistory> Histories) : IAlgorithm
{
    public string Id => Learner.Id;

    public bool StreamsShareLearner => Learner.StreamsShareLearner;

    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => new Agent(Histories);

    sealed class Agent(IReadOnlyList<LearningHistory> histories) : IAgent
    {
        int step;

        public int Updates => histories[0].Columns.Updates[step];

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
        {
            for (var stream = 0; stream < histories.Count; stream++)
            {
                var action = histories[stream].Action(step);
                action.CopyTo(actions[(stream * action.Length)..]);
                logProbabilities[stream] = histories[stream].Columns.LogProbabilities[step];
            }

            step++;
        }

        public void Update(in TransitionBatch transitions)
        {
        }
    }
}
