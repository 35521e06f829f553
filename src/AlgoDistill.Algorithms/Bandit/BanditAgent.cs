namespace AlgoDistill.Algorithms;

/// <summary>What learners of bandits share: streams, each with its own arms and its own chance, that choose an arm and learn from what it paid.</summary>
abstract class BanditAgent : IAgent
{
    readonly Space.Discrete space;
    readonly Rng[] rngs;

    /// <exception cref="ArgumentException">The spaces are not those of a bandit.</exception>
    protected BanditAgent(string algorithm, Space observations, Space actions, int streams, Rng rng)
    {
        if (observations is not Space.Discrete { Count: 1 })
            throw new ArgumentException($"{algorithm} plays bandits, whose only observation is discrete(1); got {observations}", nameof(observations));
        (space, rngs) = (Finite.Table(algorithm, observations, actions).Actions, rng.SplitMany(streams));
        Arms = (int)space.Values;
    }

    /// <inheritdoc/>
    public int Updates { get; private set; }

    /// <summary>Arms.</summary>
    protected int Arms { get; }

    /// <inheritdoc/>
    public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
    {
        for (var stream = 0; stream < rngs.Length; stream++)
        {
            var arm = Choose(stream, rngs[stream], out var logProbability);
            logProbabilities[stream] = (float)logProbability;
            space.Write(arm, actions.Slice(stream * space.Size, space.Size));
        }
    }

    /// <inheritdoc/>
    public void Update(in TransitionBatch transitions)
    {
        for (var stream = 0; stream < rngs.Length; stream++)
            Learn(stream, space.IndexOf(transitions.Actions.Slice(stream * space.Size, space.Size)), transitions.Rewards[stream]);
        Updates++;
    }

    /// <summary>Chooses the arm of one stream, and says with which log-probability.</summary>
    protected abstract int Choose(int stream, Rng rng, out double logProbability);

    /// <summary>Takes in what <paramref name="arm"/> paid.</summary>
    protected abstract void Learn(int stream, int arm, double reward);
}
