namespace AlgoDistill.Data;

/// <summary>Rows as flat arrays, column by column: N rows.</summary>
/// <param name="rows">Rows N.</param>
/// <param name="observationWidth">Floats an observation, O.</param>
/// <param name="actionWidth">Floats an action, A.</param>
sealed class RowArrays(int rows, int observationWidth, int actionWidth)
{
    public float[] Observations { get; } = new float[rows * observationWidth];

    public float[] Actions { get; } = new float[rows * actionWidth];

    public float[] Rewards { get; } = new float[rows];

    public float[] LogProbabilities { get; } = new float[rows];

    public EpisodeEnd[] Ends { get; } = new EpisodeEnd[rows];

    public float[] NextObservations { get; } = new float[rows * observationWidth];

    public int[] Episodes { get; } = new int[rows];

    public int[] Updates { get; } = new int[rows];

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> − 1.</summary>
    public RowSpans Spans(int start, int count) => new()
    {
        Observations = Observations.AsSpan(start * observationWidth, count * observationWidth),
        Actions = Actions.AsSpan(start * actionWidth, count * actionWidth),
        Rewards = Rewards.AsSpan(start, count),
        LogProbabilities = LogProbabilities.AsSpan(start, count),
        Ends = Ends.AsSpan(start, count),
        NextObservations = NextObservations.AsSpan(start * observationWidth, count * observationWidth),
        Episodes = Episodes.AsSpan(start, count),
        Updates = Updates.AsSpan(start, count),
    };
}
