namespace AlgoDistill.Tasks.Control;

/// <summary>Plays a system episode after episode.</summary>
/// <param name="system">The system.</param>
/// <param name="actions">The action space: one component.</param>
/// <param name="horizon">Steps after which an episode is truncated.</param>
/// <param name="rng">Source of the starts.</param>
sealed class ControlEnvironment(ISystem system, Space actions, int horizon, Rng rng) : IEnvironment
{
    readonly double[] state = new double[system.Size];
    int step;

    /// <inheritdoc/>
    public void Reset(Span<float> observation)
    {
        step = 0;
        system.Start(state, rng);
        system.Observe(state, observation);
    }

    /// <inheritdoc/>
    public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        actions.Check(action, nameof(action));
        var (reward, terminal) = system.Advance(state, action[0]);
        system.Observe(state, observation);
        step++;
        return new Outcome((float)reward, terminal ? EpisodeEnd.Terminated : step == horizon ? EpisodeEnd.Truncated : EpisodeEnd.None);
    }
}
