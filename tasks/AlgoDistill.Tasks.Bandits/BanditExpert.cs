namespace AlgoDistill.Tasks.Bandits;

/// <summary>Plays the arm of the greatest mean reward, the first among equals: optimal, as no arm changes what a later trial shows.</summary>
/// <param name="arms">Arms.</param>
/// <param name="mean">The mean reward of an arm.</param>
sealed class BanditExpert(int arms, ArmReward mean) : IAgent
{
    /// <summary>Knows means that no observation changes.</summary>
    public BanditExpert(IReadOnlyList<double> means) : this(means.Count, (_, arm) => means[arm]) { }

    /// <inheritdoc/>
    public int Updates => 0;

    /// <inheritdoc/>
    public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
    {
        var best = 0;
        for (var arm = 1; arm < arms; arm++)
            if (mean(observations, arm) > mean(observations, best)) best = arm;
        actions[0] = best;
        logProbabilities[0] = 0;
    }

    /// <inheritdoc/>
    public void Update(in TransitionBatch transitions) { }
}
