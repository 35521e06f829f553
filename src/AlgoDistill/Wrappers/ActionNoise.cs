namespace AlgoDistill;

/// <summary>
/// Replaces an action, with a given probability, by a uniformly random one; the learner is not told.
/// <para>Tasks: those of the wrapped family. The random return is unchanged; the best one is exact where the wrapped process is finite, else
/// bounded by that without noise.</para>
/// </summary>
public sealed record ActionNoise : TaskWrapper
{
    const ulong InnerKey = 1, NoiseKey = 2;

    /// <inheritdoc/>
    public override string Suffix => "action-noise/v1";

    /// <summary>Probability that an action is replaced.</summary>
    public double Probability { get; init => field = Require.InRange(value, 0, 1); } = 0.1; // as often as ε-greedy policies of the literature err

    /// <inheritdoc/>
    public override IEnvironment Create(TaskInstance task, Rng rng) =>
        new Environment(Named(task, of => Inner.Create(of, rng.Split(InnerKey))), Actions, Probability, rng.Split(NoiseKey));

    /// <inheritdoc/>
    public override References References(TaskInstance task)
    {
        if (Model(task) is { } model) return model.References(Horizon);
        var inner = Named(task, Inner.References);
        return inner with { Method = $"bound: best return without noise ({inner.Method})" };
    }

    /// <inheritdoc/>
    public override FiniteModel? Model(TaskInstance task)
    {
        if (Named(task, Inner.Model) is not { } model) return null;
        return new FiniteModel(model.States, model.Actions, model.Start.ToArray(), Mixed, model.Observe);

        IReadOnlyList<FiniteModel.Branch> Mixed(int state, int action) =>
        [
            .. Scaled(state, action, 1 - Probability),
            .. Enumerable.Range(0, model.Actions).SelectMany(other => Scaled(state, other, Probability / model.Actions)),
        ];

        IEnumerable<FiniteModel.Branch> Scaled(int state, int action, double share) =>
            model.Follow(state, action).ToArray().Select(branch => branch with { Probability = share * branch.Probability });
    }

    /// <inheritdoc/>
    public override IAgent? CreateExpert(TaskInstance task) => base.CreateExpert(task) ?? Named(task, Inner.CreateExpert);

    /// <inheritdoc/>
    protected override string? Misfit(ITaskDistribution family) =>
        family.Actions is Space.Discrete or Space.Box { IsBounded: true } ? null : $"its actions, {family.Actions}, have no uniform distribution";

    sealed class Environment(IEnvironment inner, Space actions, double probability, Rng noise) : IEnvironment
    {
        readonly float[] replaced = new float[actions.Width];

        public void Reset(Span<float> observation) => inner.Reset(observation);

        public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            actions.Check(action, nameof(action));
            if (noise.NextDouble() >= probability) return inner.Step(action, observation);
            actions.DrawUniform(noise, replaced);
            return inner.Step(replaced, observation);
        }
    }
}
