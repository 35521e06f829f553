namespace AlgoDistill.Algorithms;

/// <summary>The action values of several streams, S·A each, and the ε-greedy choice by them.</summary>
sealed class ActionTables
{
    readonly TabularLearner settings;
    readonly Space.Discrete states, choices;
    readonly Rng[] rngs;
    readonly double[][] values;
    readonly int[][] visits;                // (streams, S·A): updates of each value; not kept where the rate stays
    readonly float[] logProbabilities;      // of a choice that ties with so many others as best; 0 for one that is not best
    double epsilon = double.NaN;            // that logProbabilities are of

    public ActionTables(TabularLearner settings, Space.Discrete states, Space.Discrete choices, int streams, Rng rng)
    {
        (this.settings, this.states, this.choices) = (settings, states, choices);
        (Actions, Entries) = ((int)choices.Values, (int)(states.Values * choices.Values));
        rngs = rng.SplitMany(streams);
        values = [.. rngs.Select(_ => new double[Entries])];
        foreach (var table in values) Array.Fill(table, settings.InitialValue);
        visits = settings.RateDecay == 0 ? [] : [.. rngs.Select(_ => new int[Entries])];
        logProbabilities = new float[Actions + 1];
    }

    /// <summary>Streams.</summary>
    public int Streams => rngs.Length;

    /// <summary>Actions A.</summary>
    public int Actions { get; }

    /// <summary>Entries of a table, S·A; that of a state and an action is state · A + action.</summary>
    public int Entries { get; }

    /// <summary>The whole table of a stream.</summary>
    public Span<double> Of(int stream) => values[stream];

    /// <summary>The values of all actions in a state.</summary>
    public ReadOnlySpan<double> Of(int stream, int state) => values[stream].AsSpan(state * Actions, Actions);

    /// <summary>The state that a stream observes.</summary>
    public int State(int stream, ReadOnlySpan<float> observations) => states.IndexOf(observations.Slice(stream * states.Size, states.Size));

    /// <summary>The number of a stream's action.</summary>
    public int Action(int stream, ReadOnlySpan<float> actions) => choices.IndexOf(actions.Slice(stream * choices.Size, choices.Size));

    /// <summary>ε after so many steps.</summary>
    public double Epsilon(int steps) => steps >= settings.EpsilonSteps ? settings.FinalEpsilon
        : settings.Epsilon + (settings.FinalEpsilon - settings.Epsilon) * steps / settings.EpsilonSteps;

    /// <summary>Chooses for every stream.</summary>
    public void Select(int steps, ReadOnlySpan<float> observations, Span<float> actions, Span<float> chosenLogProbabilities)
    {
        if (Epsilon(steps) is var now && now != epsilon)
        {
            epsilon = now;
            Array.Fill(logProbabilities, float.NaN);
        }

        for (var stream = 0; stream < rngs.Length; stream++)
        {
            var row = Of(stream, State(stream, observations));
            var rng = rngs[stream];
            var action = Finite.ArgMax(row, rng, out var ties);
            var best = row[action];
            if (rng.NextDouble() < epsilon) action = rng.NextInt(Actions);
            chosenLogProbabilities[stream] = LogProbability(row[action] == best ? ties : 0);
            choices.Write(action, actions.Slice(stream * choices.Size, choices.Size));
        }
    }

    /// <summary>The value of a state under the ε-greedy policy.</summary>
    public double Expectation(int stream, int state, double epsilon)
    {
        var row = Of(stream, state);
        var total = 0.0;
        foreach (var value in row) total += value;
        return epsilon * (total / row.Length) + (1 - epsilon) * Greatest(row);
    }

    /// <summary>The value of a state under the greedy policy.</summary>
    public double Greatest(int stream, int state) => Greatest(Of(stream, state));

    /// <summary>Moves one value towards <paramref name="target"/>.</summary>
    public void Learn(int stream, int entry, double target)
    {
        ref var value = ref values[stream][entry];
        value += Rate(stream, entry) * (target - value);
    }

    /// <summary>The rate of the next update of one value, which is thereby counted.</summary>
    public double Rate(int stream, int entry) => visits.Length == 0 ? settings.LearningRate
        : settings.LearningRate * Math.Pow(++visits[stream][entry], -settings.RateDecay);

    static double Greatest(ReadOnlySpan<double> row)
    {
        var greatest = row[0];
        for (var i = 1; i < row.Length; i++)
            if (row[i] > greatest) greatest = row[i];
        return greatest;
    }

    float LogProbability(int ties)
    {
        ref var known = ref logProbabilities[ties];
        if (float.IsNaN(known)) known = (float)Math.Log(epsilon / Actions + (ties == 0 ? 0 : (1 - epsilon) / ties));
        return known;
    }
}
