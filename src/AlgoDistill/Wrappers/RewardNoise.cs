namespace AlgoDistill;

/// <summary>
/// Adds independent normal noise of mean 0 to every reward.
/// <para>Tasks: those of the wrapped family. Expected returns are unchanged, and so is the best policy.</para>
/// </summary>
public sealed record RewardNoise : TaskWrapper
{
    const ulong InnerKey = 1, NoiseKey = 2;

    /// <inheritdoc/>
    public override string Suffix => "reward-noise/v1";

    /// <summary>Standard deviation of the noise, in units of reward.</summary>
    public double Deviation { get; init => field = Require.InRange(value, 0, 1e6); } = 0.1; // a tenth of a goal's reward

    /// <inheritdoc/>
    public override IEnvironment Create(TaskInstance task, Rng rng) =>
        new Environment(Named(task, of => Inner.Create(of, rng.Split(InnerKey))), Deviation, rng.Split(NoiseKey));

    /// <inheritdoc/>
    public override References References(TaskInstance task) => Named(task, Inner.References);

    /// <inheritdoc/>
    public override IAgent? CreateExpert(TaskInstance task) => Named(task, Inner.CreateExpert);

    sealed class Environment(IEnvironment inner, double deviation, Rng noise) : IEnvironment
    {
        public void Reset(Span<float> observation) => inner.Reset(observation);

        public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            var outcome = inner.Step(action, observation);
            return outcome with { Reward = (float)(outcome.Reward + deviation * noise.NextGaussian()) };
        }
    }
}
