namespace AlgoDistill.Algorithms;

/// <summary>Agents of one stream each as one agent of several streams.</summary>
/// <param name="agents">One a stream.</param>
/// <param name="tasks">The spaces.</param>
/// <param name="learn">Whether every transition counts as an update; none does otherwise.</param>
sealed class StreamAgents(IAgent[] agents, (Space Observations, Space Actions) tasks, bool learn) : IAgent
{
    readonly int observationWidth = tasks.Observations.Width, actionWidth = tasks.Actions.Width;

    /// <inheritdoc/>
    public int Updates { get; private set; }

    /// <summary>The experts of tasks.</summary>
    /// <exception cref="ArgumentException">The family has no expert for a task.</exception>
    public static StreamAgents Experts(string algorithm, ITaskDistribution tasks, IReadOnlyList<TaskInstance> streamTasks) => Of(tasks, streamTasks, task =>
        tasks.CreateExpert(task) ?? throw new ArgumentException($"{algorithm} follows the expert of its tasks, and {tasks.Id} has none", nameof(tasks)));

    /// <summary>An agent that never learns for each task; solvers of equal tasks share what they know.</summary>
    public static StreamAgents Of(ITaskDistribution tasks, IReadOnlyList<TaskInstance> streamTasks, Func<TaskInstance, IAgent> create)
    {
        var made = new Dictionary<TaskInstance, IAgent>();
        return new StreamAgents([.. streamTasks.Select(task =>
            made.TryGetValue(task, out var other) && other is FiniteExpert finite ? finite.Fork() : made[task] = create(task))],
            (tasks.Observations, tasks.Actions), learn: false);
    }

    /// <summary>The refusal of an algorithm that follows experts and was given spaces alone.</summary>
    public static ArgumentException Unknown(string algorithm, Space observations, Space actions) =>
        new($"{algorithm} follows the expert of its tasks and cannot play {observations} and {actions} without knowing them");

    /// <inheritdoc/>
    public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
    {
        for (var stream = 0; stream < agents.Length; stream++)
            agents[stream].SelectActions(observations.Slice(stream * observationWidth, observationWidth),
                actions.Slice(stream * actionWidth, actionWidth), logProbabilities.Slice(stream, 1));
    }

    /// <inheritdoc/>
    public void Update(in TransitionBatch transitions)
    {
        for (var stream = 0; stream < agents.Length; stream++) agents[stream].Update(transitions.Of(stream));
        if (learn) Updates++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var agent in agents) agent.Dispose();
    }
}
