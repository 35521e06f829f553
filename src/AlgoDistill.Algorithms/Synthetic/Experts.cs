namespace AlgoDistill.Algorithms;

/// <summary>The experts of several streams as one agent.</summary>
sealed class Experts : IAgent
{
    readonly IAgent[] experts;
    readonly int observationWidth, actionWidth;

    /// <exception cref="ArgumentException">The family has no expert for a task.</exception>
    public Experts(string algorithm, ITaskDistribution tasks, IReadOnlyList<TaskInstance> streamTasks)
    {
        (observationWidth, actionWidth) = (tasks.Observations.Width, tasks.Actions.Width);
        experts = [.. streamTasks.Select(task => tasks.CreateExpert(task)
            ?? throw new ArgumentException($"{algorithm} follows the expert of its tasks, and {tasks.Id} has none", nameof(tasks)))];
    }

    /// <inheritdoc/>
    public int Updates => 0;

    /// <summary>The refusal of an algorithm that was given spaces alone.</summary>
    public static ArgumentException Unknown(string algorithm, Space observations, Space actions) =>
        new($"{algorithm} follows the expert of its tasks and cannot play {observations} and {actions} without knowing them");

    /// <inheritdoc/>
    public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
    {
        for (var stream = 0; stream < experts.Length; stream++)
            experts[stream].SelectActions(observations.Slice(stream * observationWidth, observationWidth),
                actions.Slice(stream * actionWidth, actionWidth), logProbabilities.Slice(stream, 1));
    }

    /// <inheritdoc/>
    public void Update(in TransitionBatch transitions)
    {
        for (var stream = 0; stream < experts.Length; stream++) experts[stream].Update(transitions.Of(stream));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var expert in experts) expert.Dispose();
    }
}
