namespace AlgoDistill;

/// <summary>Plays a <see cref="FiniteModel"/>: the environment of a task that is small enough to be written down whole.</summary>
/// <param name="model">The process.</param>
/// <param name="actions">The action space: one component, as many values as the model has actions.</param>
/// <param name="horizon">Steps after which an episode is truncated.</param>
/// <param name="rng">Source of its chance; none is drawn where only one thing can happen.</param>
public sealed class FiniteEnvironment(FiniteModel model, Space.Discrete actions, int horizon, Rng rng) : IEnvironment
{
    readonly float[] starts = [.. model.Start.ToArray().Select(probability => (float)probability)];
    readonly int only = model.Start.IndexOf(1.0);
    int state, step;

    /// <inheritdoc/>
    public void Reset(Span<float> observation)
    {
        step = 0;
        state = only >= 0 ? only : rng.NextCategorical(starts);
        model.Observe(state, observation);
    }

    /// <inheritdoc/>
    public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        actions.Check(action, nameof(action));
        var branch = Draw(model.Follow(state, (int)action[0]));
        state = branch.Next;
        model.Observe(state, observation);
        step++;
        return new Outcome(branch.Reward, branch.Terminal ? EpisodeEnd.Terminated : step == horizon ? EpisodeEnd.Truncated : EpisodeEnd.None);
    }

    FiniteModel.Branch Draw(ReadOnlySpan<FiniteModel.Branch> branches)
    {
        if (branches.Length == 1) return branches[0];
        var point = rng.NextDouble();
        foreach (var branch in branches[..^1])
        {
            point -= branch.Probability;
            if (point < 0) return branch;
        }

        return branches[^1];
    }
}
