namespace AlgoDistill.Algorithms;

/// <summary>
/// REINFORCE (Williams 1992) with a learned baseline: after every <see cref="Episodes"/> episodes, of whichever streams, one step up the
/// gradient of log π times return minus value. A truncated episode's return goes on with the value of its last observation.
/// </summary>
public sealed record Reinforce : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "reinforce";

    /// <inheritdoc/>
    public bool StreamsShareLearner => true;

    /// <inheritdoc/>
    public bool UsesEngine => true;

    /// <summary>Episodes between updates.</summary>
    public int Episodes { get; init => field = Require.InRange(value, 1, 1_000_000); } = 8; // one lets a single episode push the policy to certainty

    /// <summary>Policy and baseline; <see cref="ActorCriticOptions.Lambda"/> is 1 by definition and ignored.</summary>
    public ActorCriticOptions Learner { get; init; } = new() { LearningRate = 1e-3 };

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) =>
        new Agent(Episodes, new ActorCriticLearner(Id, Learner, observations, actions, streams, rng));

    sealed class Agent(int episodes, ActorCriticLearner learner) : IAgent
    {
        readonly Rollout[] open = [.. Enumerable.Range(0, learner.Streams).Select(_ => new Rollout(1))]; // the unfinished episode of each stream
        readonly Rollout finished = new(1);
        int count;

        public int Updates => learner.Updates;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities) =>
            learner.SelectActions(observations, actions, logProbabilities);

        public void Update(in TransitionBatch transitions)
        {
            for (var stream = 0; stream < learner.Streams; stream++)
            {
                open[stream].Add(transitions.Of(stream), last: false);
                if (transitions.Ends[stream] == EpisodeEnd.None) continue;
                finished.Append(open[stream]);
                open[stream].Clear();
                count++;
            }

            if (count < episodes) return;
            count = 0;
            learner.Estimate(finished, lambda: 1);
            learner.Step(finished, [], [.. Enumerable.Range(0, finished.Count)], learner.GradientLoss);
            learner.Finish(finished);
        }

        public void Dispose() => learner.Dispose();
    }
}
