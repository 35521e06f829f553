namespace AlgoDistill;

/// <summary>The one loop in which an algorithm learns a task: recording training data and evaluating in context are this same call.</summary>
public static class Interaction
{
    // Keys by which a run's generator is split, so that environment and learner never share chance.
    const ulong AgentKey = 0xA6E7, EnvironmentKey = 0xE7F1;

    /// <summary>Lets one learner learn one task for <paramref name="steps"/> steps, on one stream.</summary>
    /// <param name="tasks">The family.</param>
    /// <param name="task">The task.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="steps">Steps, at least 1; the last episode may remain unfinished.</param>
    /// <param name="rng">Source of all chance; its state does not change.</param>
    /// <param name="run">Number to give the learner.</param>
    public static LearningHistory Run(ITaskDistribution tasks, TaskInstance task, IAlgorithm algorithm, int steps, Rng rng, int run = 0) =>
        Run(tasks, [task], algorithm, steps, rng, run)[0];

    /// <summary>Lets an agent act for one stream a task in lock step, each stream on its own task, for <paramref name="steps"/> steps.</summary>
    /// <param name="tasks">The family.</param>
    /// <param name="streamTasks">The task of each stream.</param>
    /// <param name="algorithm">The algorithm. If its streams share a learner they all carry run <paramref name="firstRun"/>; otherwise stream i is run <paramref name="firstRun"/> + i.</param>
    /// <param name="steps">Steps of each stream, at least 1.</param>
    /// <param name="rng">Source of all chance; its state does not change.</param>
    /// <param name="firstRun">Number of the first learner.</param>
    /// <param name="afterStep">Called with the number of steps done, for progress; throw to stop.</param>
    /// <exception cref="ArgumentException">Streams that share a learner have different tasks, or there are none.</exception>
    public static IReadOnlyList<LearningHistory> Run(ITaskDistribution tasks, IReadOnlyList<TaskInstance> streamTasks, IAlgorithm algorithm,
        int steps, Rng rng, int firstRun = 0, Action<int>? afterStep = null)
    {
        Require.InRange(steps, 1, int.MaxValue, nameof(steps));
        if (streamTasks.Count == 0) throw new ArgumentException("no stream to act for; give at least one task", nameof(streamTasks));
        if (algorithm.StreamsShareLearner && streamTasks.Any(task => !task.Equals(streamTasks[0])))
            throw new ArgumentException($"the streams of {algorithm.Id} share one learner and must share one task", nameof(streamTasks));

        var streams = new Streams(tasks, streamTasks, steps, rng.Split(EnvironmentKey));
        using var agent = algorithm.CreateAgent(tasks, streamTasks, rng.Split(AgentKey));
        for (var step = 0; step < steps; step++)
        {
            streams.Step(agent, last: step == steps - 1);
            afterStep?.Invoke(step + 1);
        }

        return streams.Histories(algorithm.StreamsShareLearner, firstRun);
    }

    /// <summary>The environments of all streams and what they have recorded.</summary>
    sealed class Streams
    {
        readonly ITaskDistribution tasks;
        readonly IReadOnlyList<TaskInstance> streamTasks;
        readonly IEnvironment[] environments;
        readonly HistoryColumns.Builder[] builders;
        readonly int observationWidth, actionWidth;
        readonly float[] actions, logProbabilities, rewards;
        readonly EpisodeEnd[] ends;
        float[] observations, nextObservations;

        public Streams(ITaskDistribution tasks, IReadOnlyList<TaskInstance> streamTasks, int steps, Rng rng)
        {
            (this.tasks, this.streamTasks) = (tasks, streamTasks);
            var count = streamTasks.Count;
            (observationWidth, actionWidth) = (tasks.Observations.Width, tasks.Actions.Width);
            (observations, nextObservations) = (new float[count * observationWidth], new float[count * observationWidth]);
            (actions, logProbabilities, rewards, ends) = (new float[count * actionWidth], new float[count], new float[count], new EpisodeEnd[count]);
            environments = [.. streamTasks.Select((task, stream) => tasks.Create(task, rng.Split((ulong)stream)))];
            builders = [.. streamTasks.Select(_ => new HistoryColumns.Builder(observationWidth, actionWidth, steps))];
            for (var stream = 0; stream < count; stream++) environments[stream].Reset(Part(observations, stream, observationWidth));
        }

        public void Step(IAgent agent, bool last)
        {
            var update = agent.Updates;
            agent.SelectActions(observations, actions, logProbabilities);
            for (var stream = 0; stream < environments.Length; stream++)
            {
                var action = Part(actions, stream, actionWidth);
                var next = Part(nextObservations, stream, observationWidth);
                var outcome = environments[stream].Step(action, next);
                builders[stream].Add(Part(observations, stream, observationWidth), action, logProbabilities[stream], update, outcome);
                if (last || outcome.End != EpisodeEnd.None) builders[stream].AddFinal(next);
                (rewards[stream], ends[stream]) = (outcome.Reward, outcome.End);
            }

            agent.Update(new TransitionBatch
            {
                Streams = environments.Length,
                Observations = observations,
                Actions = actions,
                Rewards = rewards,
                Ends = ends,
                NextObservations = nextObservations,
            });
            (observations, nextObservations) = (nextObservations, observations);
            for (var stream = 0; stream < environments.Length; stream++)
                if (ends[stream] != EpisodeEnd.None) environments[stream].Reset(Part(observations, stream, observationWidth));
        }

        public LearningHistory[] Histories(bool shared, int firstRun) =>
            [.. builders.Select((builder, i) => new LearningHistory(shared ? firstRun : firstRun + i, shared ? i : 0,
                streamTasks[i], tasks.Observations.Width, tasks.Actions.Width, builder.Build()))];

        static Span<float> Part(float[] values, int stream, int width) => values.AsSpan(stream * width, width);
    }
}
