namespace AlgoDistill;

/// <summary>
/// Gives each task its own order of actions: what a learner calls action i does what the wrapped task calls action p(i). A policy that
/// relies on what actions meant in training fails (Sinii et al. 2023; Son et al. 2025).
/// <para>Tasks: those of the wrapped family, parameters (p(0), …, p(A − 1), and the wrapped task's). Best and random returns are unchanged.</para>
/// </summary>
public sealed record PermutedActions : TaskWrapper
{
    // Keys by which each set's permutations are drawn.
    const ulong TrainKey = 11, TestKey = 12, ShiftedKey = 13;

    /// <inheritdoc/>
    public override string Suffix => "permuted-actions/v1";

    /// <inheritdoc/>
    public override SpaceWords ActionWords => SpaceWords.OfComponents("action"); // the names would say what is to be found out

    int Count => ((Space.Discrete)Inner.Actions).Count;

    /// <inheritdoc/>
    public override TaskSplit Split(ulong seed)
    {
        var (split, rng) = (Inner.Split(seed), new Rng(seed));
        return new TaskSplit(Permuted(split.Train, TrainKey), Permuted(split.Test, TestKey), split.Shifted is null ? null : Permuted(split.Shifted, ShiftedKey));

        TaskSet Permuted(TaskSet set, ulong key)
        {
            var keys = rng.Split(key);
            return set.Select(task =>
            {
                var order = Enumerable.Range(0, Count).ToArray();
                keys.Split((ulong)task.Index).Shuffle(order.AsSpan());
                return [.. order.Select(action => (double)action), .. task.Parameters];
            });
        }
    }

    /// <inheritdoc/>
    public override IEnvironment Create(TaskInstance task, Rng rng)
    {
        var (order, inner) = Parts(task);
        return new Environment(Named(inner, of => Inner.Create(of, rng)), (Space.Discrete)Actions, order);
    }

    /// <inheritdoc/>
    public override References References(TaskInstance task) => Named(Parts(task).Inner, Inner.References);

    /// <inheritdoc/>
    public override FiniteModel? Model(TaskInstance task)
    {
        var (order, inner) = Parts(task);
        return Named(inner, Inner.Model) is not { } model ? null
            : new FiniteModel(model.States, model.Actions, model.Start.ToArray(), (state, action) => model.Follow(state, order[action]).ToArray(), model.Observe);
    }

    /// <inheritdoc/>
    protected override string? Misfit(ITaskDistribution family) =>
        family.Actions is Space.Discrete { Size: 1 } ? null : $"it permutes discrete actions of one component, and these are {family.Actions}";

    (int[] Order, TaskInstance Inner) Parts(TaskInstance task)
    {
        var order = task.Parameters.Take(Count).ToArray();
        if (order.Order().SequenceEqual(Enumerable.Range(0, Count).Select(action => (double)action)))
            return ([.. order.Select(action => (int)action)], task with { Parameters = [.. task.Parameters.Skip(Count)] });
        throw new ArgumentException($"the first {Count} parameters of a {Id} task are a permutation of 0 to {Count - 1}; got {task}", nameof(task));
    }

    sealed class Environment(IEnvironment inner, Space.Discrete actions, int[] order) : IEnvironment
    {
        readonly float[] permuted = new float[1];

        public void Reset(Span<float> observation) => inner.Reset(observation);

        public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            actions.Check(action, nameof(action));
            permuted[0] = order[(int)action[0]];
            return inner.Step(permuted, observation);
        }
    }
}
