namespace AlgoDistill;

/// <summary>A reinforcement-learning algorithm: a sealed record of hyper-parameters that makes agents which know nothing yet.</summary>
/// <remarks>A distilled model is one too: its agents learn in their context, with frozen weights.</remarks>
public interface IAlgorithm
{
    /// <summary>Identifier, such as <c>q-learning</c>.</summary>
    string Id { get; }

    /// <summary>Whether all streams of an agent feed one learner (actors of A2C) or each stream learns for itself.</summary>
    bool StreamsShareLearner { get; }

    /// <summary>Whether agents compute by a tensor library: then equal seeds give equal bits in equal <see cref="ComputeEnvironment"/>s only.</summary>
    bool UsesEngine => false;

    /// <summary>Makes an agent.</summary>
    /// <param name="observations">What it will observe.</param>
    /// <param name="actions">What it may do.</param>
    /// <param name="streams">How many streams it acts for, at least 1.</param>
    /// <param name="rng">Source of all its chance; the agent keeps it.</param>
    /// <exception cref="ArgumentException">The algorithm cannot play these spaces; the message says which it can.</exception>
    IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng);

    /// <summary>Makes an agent for one stream a task. Only an algorithm that must know its tasks (an expert, a curriculum of noise over one) has its own.</summary>
    /// <param name="tasks">The family.</param>
    /// <param name="streamTasks">The task of each stream.</param>
    /// <param name="rng">Source of all its chance; the agent keeps it.</param>
    /// <exception cref="ArgumentException">The algorithm cannot play these tasks; the message says which it can.</exception>
    IAgent CreateAgent(ITaskDistribution tasks, IReadOnlyList<TaskInstance> streamTasks, Rng rng) =>
        CreateAgent(tasks.Observations, tasks.Actions, streamTasks.Count, rng);
}
