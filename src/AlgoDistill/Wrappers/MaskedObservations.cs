namespace AlgoDistill;

/// <summary>
/// Hides components of the observation: they read as the value nearest to 0 that the space has, always. What was fully observed is partially observed.
/// <para>Tasks: those of the wrapped family. The random return is unchanged; the best return is bounded by that of who sees everything.</para>
/// </summary>
public sealed record MaskedObservations : TaskWrapper
{
    /// <inheritdoc/>
    public override string Suffix => "masked-observations/v1";

    /// <summary>Which components are hidden: bit i stands for component i.</summary>
    public long Hidden { get; init => field = Require.InRange(value, 0, long.MaxValue); } = 1; // the first

    /// <inheritdoc/>
    public override IEnvironment Create(TaskInstance task, Rng rng) => new Environment(Named(task, of => Inner.Create(of, rng)), Hidden, Shown);

    /// <inheritdoc/>
    public override References References(TaskInstance task)
    {
        var inner = Named(task, Inner.References);
        return inner with { Method = $"bound: best return of who sees everything ({inner.Method})" };
    }

    // What a hidden component reads as
    float Shown => Observations is Space.Box box ? Math.Clamp(0, box.Low, box.High) : 0;

    sealed class Environment(IEnvironment inner, long hidden, float shown) : IEnvironment
    {
        public void Reset(Span<float> observation)
        {
            inner.Reset(observation);
            Mask(observation);
        }

        public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            var outcome = inner.Step(action, observation);
            Mask(observation);
            return outcome;
        }

        void Mask(Span<float> observation)
        {
            for (var i = 0; i < Math.Min(observation.Length, 63); i++)
                if ((hidden >> i & 1) != 0) observation[i] = shown;
        }
    }
}
