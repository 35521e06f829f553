namespace AlgoDistill;

/// <summary>
/// Truncates episodes earlier than the wrapped family does.
/// <para>Tasks: those of the wrapped family. Best and random returns are exact where the wrapped process is finite; elsewhere they are those of the
/// wrapped family at its own horizon, which for rewards that are never negative bounds them.</para>
/// </summary>
public sealed record TimeLimit : TaskWrapper
{
    /// <inheritdoc/>
    public override string Suffix => "time-limit/v1";

    /// <summary>Most steps of an episode; the wrapped family's horizon where that is shorter.</summary>
    public int Limit { get; init => field = Require.InRange(value, 1, 1_000_000); } = 10; // half an episode of Dark Room

    /// <inheritdoc/>
    public override int Horizon => Math.Min(Limit, Inner.Horizon);

    /// <inheritdoc/>
    public override IEnvironment Create(TaskInstance task, Rng rng) => new Environment(Named(task, of => Inner.Create(of, rng)), Horizon);

    /// <inheritdoc/>
    public override References References(TaskInstance task)
    {
        if (Model(task) is { } model) return model.References(Horizon);
        var inner = Named(task, Inner.References);
        return Horizon == Inner.Horizon ? inner : inner with { Method = $"of {Inner.Horizon} steps ({inner.Method})" };
    }

    /// <inheritdoc/>
    public override FiniteModel? Model(TaskInstance task) => Named(task, Inner.Model);

    /// <inheritdoc/>
    public override IAgent? CreateExpert(TaskInstance task) => base.CreateExpert(task) ?? Named(task, Inner.CreateExpert);

    sealed class Environment(IEnvironment inner, int limit) : IEnvironment
    {
        int step;

        public void Reset(Span<float> observation)
        {
            step = 0;
            inner.Reset(observation);
        }

        public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            var outcome = inner.Step(action, observation);
            return ++step == limit && outcome.End == EpisodeEnd.None ? outcome with { End = EpisodeEnd.Truncated } : outcome;
        }
    }
}
