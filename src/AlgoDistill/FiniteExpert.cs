namespace AlgoDistill;

/// <summary>Plays a <see cref="FiniteModel"/> optimally over its horizon. It knows the task, and follows the state that observations may hide.</summary>
/// <param name="model">The process.</param>
/// <param name="horizon">Steps of an episode.</param>
public sealed class FiniteExpert(FiniteModel model, int horizon) : IAgent
{
    readonly double[][] values = model.OptimalValues(horizon);
    readonly float[] shown = new float[1024];
    int state = -1, step;

    /// <inheritdoc/>
    public int Updates => 0;

    /// <inheritdoc/>
    public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
    {
        if (state < 0) state = StartOf(observations);
        var best = 0;
        for (var action = 1; action < model.Actions; action++)
            if (Value(action) > Value(best) + 1e-12) best = action;
        actions[0] = best;
        logProbabilities[0] = 0;
    }

    /// <inheritdoc/>
    public void Update(in TransitionBatch transitions)
    {
        step++;
        if (transitions.Ends[0] != EpisodeEnd.None)
        {
            (state, step) = (-1, 0);
            return;
        }

        // The likeliest branch among those that look like what happened
        var (next, likeliest) = (-1, 0.0);
        foreach (var branch in model.Follow(state, (int)transitions.Actions[0]))
            if (!branch.Terminal && branch.Reward == transitions.Rewards[0] && branch.Probability > likeliest && Shows(branch.Next, transitions.NextObservations))
                (next, likeliest) = (branch.Next, branch.Probability);
        state = next >= 0 ? next : throw new ArgumentException($"state {state} and action {transitions.Actions[0]} cannot be followed by what was observed");
    }

    double Value(int action) => model.ActionValue(state, action, values[Math.Max(horizon - step - 1, 0)], discount: 1);

    int StartOf(ReadOnlySpan<float> observation)
    {
        var (found, likeliest) = (-1, 0.0);
        for (var candidate = 0; candidate < model.States; candidate++)
            if (model.Start[candidate] > likeliest && Shows(candidate, observation)) (found, likeliest) = (candidate, model.Start[candidate]);
        return found >= 0 ? found : throw new ArgumentException("no episode of this model starts with what was observed");
    }

    bool Shows(int candidate, ReadOnlySpan<float> observation)
    {
        var view = shown.AsSpan(0, observation.Length);
        model.Observe(candidate, view);
        return view.SequenceEqual(observation);
    }
}
