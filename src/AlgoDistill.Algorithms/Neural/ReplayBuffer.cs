namespace AlgoDistill.Algorithms;

/// <summary>The latest transitions of S streams in lock step; the oldest give way.</summary>
/// <param name="capacity">Most transitions kept; each stream has an equal share, at least 1.</param>
/// <param name="streams">Streams S.</param>
/// <param name="observationWidth">Numbers in an observation.</param>
/// <param name="actionWidth">Numbers in an action.</param>
sealed class ReplayBuffer(int capacity, int streams, int observationWidth, int actionWidth)
{
    // Slot t of stream s is row t · S + s. The columns grow with what was added, up to the capacity.
    readonly int slots = Math.Max(1, capacity / streams);
    float[] observations = [], actions = [], rewards = [], nextObservations = [];
    EpisodeEnd[] ends = [];
    long added; // slots ever filled

    /// <summary>Transitions kept.</summary>
    public int Count => (int)Math.Min(added, slots) * streams;

    /// <summary>The observation of a row.</summary>
    public ReadOnlySpan<float> Observation(int row) => observations.AsSpan(row * observationWidth, observationWidth);

    /// <summary>The observation that followed a row.</summary>
    public ReadOnlySpan<float> NextObservation(int row) => nextObservations.AsSpan(row * observationWidth, observationWidth);

    /// <summary>The action of a row.</summary>
    public ReadOnlySpan<float> Action(int row) => actions.AsSpan(row * actionWidth, actionWidth);

    /// <summary>Adds a transition of each stream.</summary>
    public void Add(in TransitionBatch transitions)
    {
        var slot = (int)(added % slots);
        if (slot * streams == rewards.Length) Grow();
        transitions.Observations.CopyTo(observations.AsSpan(slot * streams * observationWidth));
        transitions.NextObservations.CopyTo(nextObservations.AsSpan(slot * streams * observationWidth));
        transitions.Actions.CopyTo(actions.AsSpan(slot * streams * actionWidth));
        transitions.Rewards.CopyTo(rewards.AsSpan(slot * streams));
        transitions.Ends.CopyTo(ends.AsSpan(slot * streams));
        added++;
    }

    /// <summary>Draws a row, each with the same probability.</summary>
    public int Draw(Rng rng) => rng.NextInt(Count);

    /// <summary>
    /// The return that starts with a row, as a sum of rewards and weighted values of later observations: G_k = r_k + γ((1 − λ) V_{k+1} + λ G_{k+1})
    /// within an episode, cut to r + γ V after <paramref name="steps"/> steps or at the newest transition. With λ = 1 that is the n-step return,
    /// with greedy values Peng's Q(λ) (Peng and Williams 1996).
    /// </summary>
    /// <param name="row">The first row.</param>
    /// <param name="steps">Most steps n.</param>
    /// <param name="discount">γ.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="successors">(n, or 1 where λ = 1): receives the rows whose next observations' values count; the rest are <paramref name="row"/>.</param>
    /// <param name="weights">As many: receives their weights; the rest are zero.</param>
    /// <returns>The sum of the weighted rewards.</returns>
    public float Return(int row, int steps, double discount, double lambda, Span<int> successors, Span<float> weights)
    {
        successors.Fill(row);
        weights.Clear();
        var (newest, total, factor, used) = (NewestSlot, 0.0, 1.0, 0);
        for (var k = 0; k < steps; k++)
        {
            total += factor * rewards[row];
            var last = k == steps - 1 || ends[row] != EpisodeEnd.None || row / streams == newest;
            var weight = ends[row] == EpisodeEnd.Terminated ? 0 : factor * discount * (last ? 1 : 1 - lambda);
            if (weight > 0) (successors[used], weights[used++]) = (row, (float)weight);
            if (last) break;
            factor *= discount * lambda;
            row = (row + streams) % (slots * streams);
        }

        return (float)total;
    }

    int NewestSlot => (int)((added - 1) % slots);

    void Grow()
    {
        var rows = Math.Min((long)slots * streams, Math.Max(1024L * streams, 2L * rewards.Length));
        Array.Resize(ref observations, checked((int)(rows * observationWidth)));
        Array.Resize(ref nextObservations, checked((int)(rows * observationWidth)));
        Array.Resize(ref actions, checked((int)(rows * actionWidth)));
        Array.Resize(ref rewards, checked((int)rows));
        Array.Resize(ref ends, checked((int)rows));
    }
}
