namespace AlgoDistill.Algorithms;

/// <summary>
/// The oracle of finite tasks: plays each by the policy that value iteration (Bellman, 1957) finds in its <see cref="FiniteModel"/>, and
/// never learns. It follows the state that observations hide.
/// </summary>
public sealed record ValueIteration : IAlgorithm
{
    /// <inheritdoc/>
    public string Id => "value-iteration";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <summary>Discount of a policy that plays every step alike; nothing for the exact one, which knows how many steps are left.</summary>
    public double? Discount { get; init => field = value is { } discount ? Require.InRange(discount, 0, 0.9999) : null; } // the exact one earns the optimum

    /// <summary>Refuses: an oracle must know its tasks.</summary>
    /// <exception cref="ArgumentException">Always.</exception>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => throw StreamAgents.Unknown(Id, observations, actions);

    /// <inheritdoc/>
    public IAgent CreateAgent(ITaskDistribution tasks, IReadOnlyList<TaskInstance> streamTasks, Rng rng) =>
        StreamAgents.Of(tasks, streamTasks, task => Solve(tasks, task));

    FiniteExpert Solve(ITaskDistribution tasks, TaskInstance task)
    {
        var model = tasks.Model(task) ?? throw new ArgumentException($"{Id} needs the whole process of a task, and {tasks.Id} has none", nameof(tasks));
        return Discount is { } discount ? FiniteExpert.Discounted(model, discount) : new FiniteExpert(model, tasks.Horizon);
    }
}
