namespace AlgoDistill.Algorithms;

/// <summary>
/// Plays each task by the policy that its family gives for it and never learns: optimal by value iteration where the task is finite, a
/// documented controller elsewhere. What expert distillation imitates.
/// </summary>
public sealed record Expert : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "expert";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <summary>Refuses: an expert must know its tasks.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => throw StreamAgents.Unknown(Id, observations, actions);

    /// <inheritdoc/>
    public IAgent CreateAgent(ITaskDistribution tasks, IReadOnlyList<TaskInstance> streamTasks, Rng rng) => StreamAgents.Experts(Id, tasks, streamTasks);
}
