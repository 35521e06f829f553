namespace AlgoDistill;

/// <summary>Plays a <see cref="FiniteModel"/> optimally. It knows the task, and follows the state that observations may hide.</summary>
public sealed class FiniteExpert : IAgent
{
    const double OtherReward = 1e-9; // weight of a branch whose reward is not the one that was seen

    readonly FiniteModel model;
    readonly double[][] values; // by steps left; one row where every step is played alike
    readonly double discount;
    float[] shown = [];
    int state = -1, step;

    /// <summary>Plays for the greatest sum of rewards over the horizon.</summary>
    /// <param name="model">The process.</param>
    /// <param name="horizon">Steps of an episode.</param>
    public FiniteExpert(FiniteModel model, int horizon) : this(model, model.OptimalValues(horizon), discount: 1) { }

    FiniteExpert(FiniteModel model, double[][] values, double discount) => (this.model, this.values, this.discount) = (model, values, discount);

    /// <inheritdoc/>
    public int Updates => 0;

    /// <summary>Plays every step for the greatest discounted sum of rewards to come, however many are left.</summary>
    /// <param name="model">The process.</param>
    /// <param name="discount">In [0, 1).</param>
    public static FiniteExpert Discounted(FiniteModel model, double discount) =>
        new(model, [[.. model.OptimalActionValues(discount).Chunk(model.Actions).Select(row => row.Max())]], discount);

    /// <summary>An expert for another stream, at the start of an episode, that shares what this one knows.</summary>
    public FiniteExpert Fork() => new(model, values, discount);

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

        // The likeliest branch that looks like what happened; the reward decides where observations do not, unless noise hides it
        var (next, likeliest) = (-1, 0.0);
        foreach (var branch in model.Follow(state, (int)transitions.Actions[0]))
        {
            var weight = branch.Probability * (branch.Reward == transitions.Rewards[0] ? 1 : OtherReward);
            if (!branch.Terminal && weight > likeliest && Shows(branch.Next, transitions.NextObservations)) (next, likeliest) = (branch.Next, weight);
        }

        state = next >= 0 ? next : throw new ArgumentException($"state {state} and action {transitions.Actions[0]} cannot be followed by what was observed");
    }

    double Value(int action) => model.ActionValue(state, action, values[Math.Max(values.Length - 2 - step, 0)], discount);

    int StartOf(ReadOnlySpan<float> observation)
    {
        var (found, likeliest) = (-1, 0.0);
        for (var candidate = 0; candidate < model.States; candidate++)
            if (model.Start[candidate] > likeliest && Shows(candidate, observation)) (found, likeliest) = (candidate, model.Start[candidate]);
        return found >= 0 ? found : throw new ArgumentException("no episode of this model starts with what was observed");
    }

    bool Shows(int candidate, ReadOnlySpan<float> observation)
    {
        if (shown.Length != observation.Length) shown = new float[observation.Length];
        model.Observe(candidate, shown);
        return observation.SequenceEqual(shown);
    }
}
