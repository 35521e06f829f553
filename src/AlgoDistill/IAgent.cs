namespace AlgoDistill;

/// <summary>Acts for a fixed number of streams in lock step, and learns from what follows.</summary>
/// <remarks>Streams end their episodes at different steps; the observation after an end is the first of the next episode.</remarks>
public interface IAgent : IDisposable
{
    /// <summary>How often the learner has changed so far: 0 before the first update, constant for a frozen model.</summary>
    int Updates { get; }

    /// <summary>Chooses one action for each of S streams.</summary>
    /// <param name="observations">(S, observation width).</param>
    /// <param name="actions">Receives (S, action width), inside the action space.</param>
    /// <param name="logProbabilities">Receives (S): natural logarithm of the probability (density) with which each action was chosen.</param>
    void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities);

    /// <summary>Takes in one transition of each stream: what <see cref="SelectActions"/> last chose and what followed.</summary>
    void Update(in TransitionBatch transitions);

    /// <summary>Nothing to free, unless an agent says otherwise.</summary>
    void IDisposable.Dispose() { }
}
