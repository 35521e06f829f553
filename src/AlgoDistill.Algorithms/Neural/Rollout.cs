using System.Runtime.InteropServices;

namespace AlgoDistill.Algorithms;

/// <summary>
/// Transitions in the order in which a policy made them, N = T · S rows of S streams in lock step, and what is estimated of them. Where a
/// row's successor is not in the rollout (a truncated end, the last rows) but has a value, its observation is kept.
/// </summary>
sealed class Rollout(int streams)
{
    readonly List<float> observations = [], actions = [], rewards = [], successors = [];
    readonly List<EpisodeEnd> ends = [];
    readonly List<int> successorRows = [];

    /// <summary>Rows N.</summary>
    public int Count => ends.Count;

    /// <summary>(N, observation width).</summary>
    public ReadOnlySpan<float> Observations => CollectionsMarshal.AsSpan(observations);

    /// <summary>(N, action width).</summary>
    public ReadOnlySpan<float> Actions => CollectionsMarshal.AsSpan(actions);

    /// <summary>Observations after the rows that keep theirs: (M, observation width).</summary>
    public ReadOnlySpan<float> Successors => CollectionsMarshal.AsSpan(successors);

    /// <summary>(N): what <see cref="Estimate"/> found to be better than the value.</summary>
    public float[] Advantages { get; private set; } = [];

    /// <summary>(N): values at the time of <see cref="Estimate"/>.</summary>
    public float[] Values { get; private set; } = [];

    /// <summary>(N): advantage + value, which the value is to learn.</summary>
    public float[] Returns { get; private set; } = [];

    /// <summary>Adds S rows.</summary>
    /// <param name="transitions">One of each stream.</param>
    /// <param name="last">Whether the rollout ends here.</param>
    public void Add(in TransitionBatch transitions, bool last)
    {
        observations.AddRange(transitions.Observations);
        actions.AddRange(transitions.Actions);
        rewards.AddRange(transitions.Rewards);
        var width = transitions.NextObservations.Length / streams;
        for (var stream = 0; stream < streams; stream++)
        {
            var end = transitions.Ends[stream];
            if (end == EpisodeEnd.Truncated || last && end == EpisodeEnd.None)
            {
                successorRows.Add(ends.Count);
                successors.AddRange(transitions.NextObservations.Slice(stream * width, width));
            }

            ends.Add(end);
        }
    }

    /// <summary>Adds all rows of another rollout of one stream.</summary>
    public void Append(Rollout other)
    {
        successorRows.AddRange(other.successorRows.Select(row => row + Count));
        successors.AddRange(other.successors);
        observations.AddRange(other.observations);
        actions.AddRange(other.actions);
        rewards.AddRange(other.rewards);
        ends.AddRange(other.ends);
    }

    /// <summary>Fills advantages, values and returns.</summary>
    /// <param name="values">Of the observations: (N).</param>
    /// <param name="successorValues">Of <see cref="Successors"/>: (M).</param>
    /// <param name="discount">Discount of the next state's value.</param>
    /// <param name="lambda">λ of generalised advantage estimation.</param>
    public void Estimate(ReadOnlySpan<float> values, ReadOnlySpan<float> successorValues, double discount, double lambda)
    {
        var next = new float[Count];
        for (var row = 0; row < Count - streams; row++) next[row] = ends[row] == EpisodeEnd.None ? values[row + streams] : 0;
        for (var i = 0; i < successorRows.Count; i++) next[successorRows[i]] = successorValues[i];
        Values = values.ToArray();
        Advantages = Gae(CollectionsMarshal.AsSpan(rewards), Values, next, CollectionsMarshal.AsSpan(ends), streams, discount, lambda);
        Returns = [.. Advantages.Zip(Values, (advantage, value) => advantage + value)];
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        foreach (var column in (List<float>[])[observations, actions, rewards, successors]) column.Clear();
        ends.Clear();
        successorRows.Clear();
    }

    /// <summary>
    /// Generalised advantage estimation (Schulman et al. 2016, equation 16): A_t = δ_t + γλ A_{t+1} within an episode, with
    /// δ_t = r_t + γ V(s_{t+1}) − V(s_t).
    /// </summary>
    /// <param name="rewards">(T · S).</param>
    /// <param name="values">V(s_t): (T · S).</param>
    /// <param name="nextValues">V(s_{t+1}), zero after a terminal end: (T · S).</param>
    /// <param name="ends">(T · S).</param>
    /// <param name="streams">Streams S.</param>
    /// <param name="discount">γ.</param>
    /// <param name="lambda">λ.</param>
    public static float[] Gae(ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, ReadOnlySpan<float> nextValues, ReadOnlySpan<EpisodeEnd> ends,
        int streams, double discount, double lambda)
    {
        var advantages = new float[rewards.Length];
        for (var row = rewards.Length - 1; row >= 0; row--)
        {
            var later = ends[row] == EpisodeEnd.None && row + streams < rewards.Length ? advantages[row + streams] : 0;
            advantages[row] = (float)(rewards[row] + discount * nextValues[row] - values[row] + discount * lambda * later);
        }

        return advantages;
    }
}
