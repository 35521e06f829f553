namespace AlgoDistill.Tasks.Control;

/// <summary>A controller: the action, given what is seen now.</summary>
delegate void Controller(ReadOnlySpan<float> observation, Span<float> action);

/// <summary>Plays one stream by a controller that takes no chance and never learns.</summary>
sealed class Feedback(Controller controller) : IAgent
{
    /// <inheritdoc/>
    public int Updates => 0;

    /// <inheritdoc/>
    public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
    {
        controller(observations, actions);
        logProbabilities[0] = 0;
    }

    /// <inheritdoc/>
    public void Update(in TransitionBatch transitions) { }
}
