namespace AlgoDistill;

/// <summary>The rows of a learning history, column by column: N rows, observations and actions flattened row by row.</summary>
public sealed class HistoryColumns
{
    /// <summary>(N × observation width).</summary>
    public required float[] Observations { get; init; }

    /// <summary>(N × action width).</summary>
    public required float[] Actions { get; init; }

    /// <summary>(N).</summary>
    public required float[] Rewards { get; init; }

    /// <summary>(N): natural logarithm of the probability with which each action was chosen.</summary>
    public required float[] LogProbabilities { get; init; }

    /// <summary>(N): how often the learner had changed before it acted.</summary>
    public required int[] Updates { get; init; }

    /// <summary>(N).</summary>
    public required EpisodeEnd[] Ends { get; init; }

    /// <summary>(E × observation width): what followed each row that ends an episode and, when that is another row, the last one.</summary>
    public required float[] FinalObservations { get; init; }

    /// <summary>Optional columns, of N rows each; none in the histories that agents make here.</summary>
    public IReadOnlyList<ExtraColumn> Extra { get; init; } = [];

    internal void Check(int observationWidth, int actionWidth)
    {
        var n = Rewards.Length;
        if (Observations.Length != n * observationWidth || Actions.Length != n * actionWidth || LogProbabilities.Length != n
            || Updates.Length != n || Ends.Length != n)
            throw new ArgumentException($"columns differ in length: {n} rewards, {Observations.Length} observation numbers of width {observationWidth}, "
                + $"{Actions.Length} action numbers of width {actionWidth}, {LogProbabilities.Length} log-probabilities, {Updates.Length} updates, {Ends.Length} ends");
        if (Extra.FirstOrDefault(column => column.Length != n) is { } other)
            throw new ArgumentException($"columns differ in length: {n} rewards, {other.Length} values of {other.Field.Name}");
    }

    /// <summary>Fills columns row by row.</summary>
    /// <param name="observationWidth">Floats an observation.</param>
    /// <param name="actionWidth">Floats an action.</param>
    /// <param name="capacity">Most rows that will be added.</param>
    public sealed class Builder(int observationWidth, int actionWidth, int capacity)
    {
        readonly float[] observations = new float[capacity * observationWidth];
        readonly float[] actions = new float[capacity * actionWidth];
        readonly float[] rewards = new float[capacity];
        readonly float[] logProbabilities = new float[capacity];
        readonly int[] updates = new int[capacity];
        readonly EpisodeEnd[] ends = new EpisodeEnd[capacity];
        readonly List<float> finals = [];
        int count;

        /// <summary>Adds a row. After a row that ends an episode, and after the last row, <see cref="AddFinal"/> must follow.</summary>
        /// <exception cref="InvalidOperationException">All rows are filled.</exception>
        public void Add(ReadOnlySpan<float> observation, ReadOnlySpan<float> action, float logProbability, int update, Outcome outcome)
        {
            if (count == capacity) throw new InvalidOperationException($"all {capacity} rows are filled");
            observation.CopyTo(observations.AsSpan(count * observationWidth, observationWidth));
            action.CopyTo(actions.AsSpan(count * actionWidth, actionWidth));
            (rewards[count], logProbabilities[count], updates[count], ends[count]) = (outcome.Reward, logProbability, update, outcome.End);
            count++;
        }

        /// <summary>Adds what followed the row added last.</summary>
        public void AddFinal(ReadOnlySpan<float> observation) => finals.AddRange(observation);

        /// <summary>The columns of all rows added.</summary>
        /// <param name="extra">Optional columns of as many rows.</param>
        public HistoryColumns Build(IReadOnlyList<ExtraColumn>? extra = null) => new()
        {
            Extra = extra ?? [],
            Observations = count == capacity ? observations : observations[..(count * observationWidth)],
            Actions = count == capacity ? actions : actions[..(count * actionWidth)],
            Rewards = count == capacity ? rewards : rewards[..count],
            LogProbabilities = count == capacity ? logProbabilities : logProbabilities[..count],
            Updates = count == capacity ? updates : updates[..count],
            Ends = count == capacity ? ends : ends[..count],
            FinalObservations = [.. finals],
        };
    }
}
