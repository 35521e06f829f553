namespace AlgoDistill;

/// <summary>
/// A finite Markov decision process, all of it known: what an environment may do, with probabilities. From it follow the exact optimal and
/// uniform-random returns, the optimal policy, and an environment that plays it.
/// </summary>
/// <remarks>States and actions are counted from 0. A state may hold more than its observation shows.</remarks>
public sealed class FiniteModel
{
    readonly Action<int, Span<float>> observe;
    readonly Branch[] branches;
    readonly int[] firsts; // (S·A + 1): where the branches of a state and action begin
    readonly double[] start;

    /// <summary>Asks for every state and action what may follow.</summary>
    /// <param name="states">States S, at least 1.</param>
    /// <param name="actions">Actions A, at least 1.</param>
    /// <param name="start">(S): probability that an episode starts in each state.</param>
    /// <param name="follow">The branches of a state and an action; their probabilities sum to 1.</param>
    /// <param name="observe">Writes what a state shows.</param>
    /// <exception cref="ArgumentException">Probabilities do not sum to 1, or a branch leads to no state.</exception>
    public FiniteModel(int states, int actions, IReadOnlyList<double> start, Func<int, int, IReadOnlyList<Branch>> follow, Action<int, Span<float>> observe)
    {
        (States, Actions, this.start, this.observe) = (states, actions, [.. start], observe);
        CheckSum(start.Sum(), "the start");
        if (start.Count != states) throw new ArgumentException($"the start has {start.Count} probabilities; there are {states} states", nameof(start));
        (firsts, var all) = (new int[states * actions + 1], new List<Branch>(states * actions));
        for (var pair = 0; pair < states * actions; pair++)
        {
            var (state, action) = (pair / actions, pair % actions);
            var following = follow(state, action);
            CheckSum(following.Sum(branch => branch.Probability), $"state {state}, action {action}");
            if (following.FirstOrDefault(branch => (uint)branch.Next >= (uint)states) is { Probability: > 0 } stray)
                throw new ArgumentException($"state {state}, action {action} leads to state {stray.Next}; there are {states}", nameof(follow));
            all.AddRange(following);
            firsts[pair + 1] = all.Count;
        }

        branches = [.. all];
    }

    /// <summary>One way in which a step may go.</summary>
    /// <param name="Probability">How likely it is.</param>
    /// <param name="Next">The state that follows.</param>
    /// <param name="Reward">The reward of the step.</param>
    /// <param name="Terminal">Whether it ends the episode.</param>
    public readonly record struct Branch(double Probability, int Next, float Reward, bool Terminal = false);

    /// <summary>States S.</summary>
    public int States { get; }

    /// <summary>Actions A.</summary>
    public int Actions { get; }

    /// <summary>(S): probability that an episode starts in each state.</summary>
    public ReadOnlySpan<double> Start => start;

    /// <summary>What may follow <paramref name="action"/> in <paramref name="state"/>.</summary>
    public ReadOnlySpan<Branch> Follow(int state, int action)
    {
        var pair = state * Actions + action;
        return branches.AsSpan(firsts[pair], firsts[pair + 1] - firsts[pair]);
    }

    /// <summary>Writes what <paramref name="state"/> shows.</summary>
    public void Observe(int state, Span<float> observation) => observe(state, observation);

    /// <summary>Exact optimal and uniform-random expected returns of an episode.</summary>
    public References References(int horizon) =>
        new(Mean(OptimalValues(horizon)[horizon]), UniformReturn(horizon), "value iteration over the horizon; exact propagation of the uniform-random policy");

    /// <summary>Value iteration over a horizon: row k, (S), is the best expected sum of rewards with k steps left; row 0 is zero.</summary>
    public double[][] OptimalValues(int horizon)
    {
        var values = new double[horizon + 1][];
        values[0] = new double[States];
        for (var left = 1; left <= horizon; left++)
        {
            values[left] = new double[States];
            for (var state = 0; state < States; state++)
            {
                var best = double.NegativeInfinity;
                for (var action = 0; action < Actions; action++) best = Math.Max(best, ActionValue(state, action, values[left - 1], discount: 1));
                values[left][state] = best;
            }
        }

        return values;
    }

    /// <summary>Value iteration without a horizon: (S·A), the optimal discounted action values Q*, to 1e-12.</summary>
    /// <param name="discount">In [0, 1); 1 too where every policy ends.</param>
    public double[] OptimalActionValues(double discount)
    {
        var (q, values) = (new double[States * Actions], new double[States]);
        for (var change = double.PositiveInfinity; change > 1e-12;)
        {
            change = 0;
            for (var pair = 0; pair < q.Length; pair++)
            {
                var value = ActionValue(pair / Actions, pair % Actions, values, discount);
                change = Math.Max(change, Math.Abs(value - q[pair]));
                q[pair] = value;
            }

            Array.Fill(values, double.NegativeInfinity);
            for (var pair = 0; pair < q.Length; pair++) values[pair / Actions] = Math.Max(values[pair / Actions], q[pair]);
        }

        return q;
    }

    /// <summary>Expected reward and discounted value of what follows.</summary>
    public double ActionValue(int state, int action, ReadOnlySpan<double> values, double discount)
    {
        var total = 0.0;
        foreach (var branch in Follow(state, action)) total += branch.Probability * (branch.Reward + (branch.Terminal ? 0 : discount * values[branch.Next]));
        return total;
    }

    /// <summary>Expected return of uniformly random actions over an episode: the probability of every state is propagated, step by step.</summary>
    public double UniformReturn(int horizon)
    {
        var (now, next, total) = ((double[])start.Clone(), new double[States], 0.0);
        for (var step = 0; step < horizon; step++)
        {
            Array.Clear(next);
            for (var pair = 0; pair < States * Actions; pair++)
            {
                var probability = now[pair / Actions] / Actions;
                if (probability == 0) continue;
                foreach (var branch in Follow(pair / Actions, pair % Actions))
                {
                    total += probability * branch.Probability * branch.Reward;
                    if (!branch.Terminal) next[branch.Next] += probability * branch.Probability;
                }
            }

            (now, next) = (next, now);
        }

        return total;
    }

    double Mean(double[] values) => start.Zip(values, (probability, value) => probability * value).Sum();

    static void CheckSum(double sum, string what)
    {
        if (!(Math.Abs(sum - 1) < 1e-9)) throw new ArgumentException(FormattableString.Invariant($"the probabilities of {what} sum to {sum}; they must sum to 1"));
    }
}
