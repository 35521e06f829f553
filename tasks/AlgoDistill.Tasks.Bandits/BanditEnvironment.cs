namespace AlgoDistill.Tasks.Bandits;

/// <summary>What <paramref name="arm"/> pays, or pays on average, in a trial that shows <paramref name="observation"/>.</summary>
delegate double ArmReward(ReadOnlySpan<float> observation, int arm);

/// <summary>Writes what the next trial shows.</summary>
delegate void TrialObservation(Span<float> observation);

/// <summary>Plays a bandit: each trial shows an observation, one arm pays, and the next trial does not depend on it. Truncated at the horizon.</summary>
/// <param name="tasks">The family, whose spaces and horizon hold.</param>
/// <param name="show">What a trial shows.</param>
/// <param name="pay">What the chosen arm pays; called once a trial.</param>
sealed class BanditEnvironment(ITaskDistribution tasks, TrialObservation show, ArmReward pay) : IEnvironment
{
    readonly Space actions = tasks.Actions;
    readonly int horizon = tasks.Horizon;
    readonly float[] shown = new float[tasks.Observations.Width];
    int trial;

    /// <inheritdoc/>
    public void Reset(Span<float> observation)
    {
        trial = 0;
        show(shown);
        shown.CopyTo(observation);
    }

    /// <inheritdoc/>
    public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        actions.Check(action, nameof(action));
        var reward = (float)pay(shown, (int)action[0]);
        show(shown);
        shown.CopyTo(observation);
        trial++;
        return new Outcome(reward, trial == horizon ? EpisodeEnd.Truncated : EpisodeEnd.None);
    }
}
