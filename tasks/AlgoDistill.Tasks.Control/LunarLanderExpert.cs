namespace AlgoDistill.Tasks.Control;

/// <summary>Gymnasium's heuristic controller: lean towards the pad, hover at a height that grows with the distance from it, and brake once a leg touches.</summary>
/// <param name="continuous">Whether actions are throttles rather than one engine.</param>
sealed class LunarLanderExpert(bool continuous) : IAgent
{
    /// <inheritdoc/>
    public int Updates => 0;

    /// <inheritdoc/>
    public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
    {
        var (turn, lift) = Wishes(observations);
        logProbabilities[0] = 0;
        if (!continuous)
        {
            actions[0] = lift > Math.Abs(turn) && lift > 0.05 ? 2 : turn < -0.05 ? 3 : turn > 0.05 ? 1 : 0;
            return;
        }

        actions[0] = (float)Math.Clamp(20 * lift - 1, -1, 1);
        actions[1] = (float)Math.Clamp(-20 * turn, -1, 1);
    }

    /// <inheritdoc/>
    public void Update(in TransitionBatch transitions)
    {
    }

    // How much to turn anticlockwise and how much to lift
    static (double Turn, double Lift) Wishes(ReadOnlySpan<float> state)
    {
        double x = state[0], y = state[1], speedX = state[2], speedY = state[3], angle = state[4], spin = state[5];
        if (state[6] != 0 || state[7] != 0) return (0, -0.5 * speedY);
        var lean = Math.Clamp(0.5 * x + speedX, -0.4, 0.4); // more than 22° is risky
        return (0.5 * (lean - angle) - spin, 0.5 * (0.55 * Math.Abs(x) - y) - 0.5 * speedY);
    }
}
