namespace AlgoDistill.Data;

/// <summary>All rows of one part, column by column, with the numbers by which rows are told apart.</summary>
/// <param name="columns">The store's columns.</param>
/// <param name="rows">Rows N.</param>
sealed class PartRows(StoreColumns columns, int rows)
{
    public int Count => rows;

    public int ObservationWidth => columns.Observations.Width;

    public int ActionWidth => columns.Actions.Width;

    public int[] Run { get; } = new int[rows];

    public int[] Stream { get; } = new int[rows];

    public int[] Task { get; } = new int[rows];

    public int[] Episode { get; } = new int[rows];

    public int[] Step { get; } = new int[rows];

    public int[] Update { get; } = new int[rows];

    public float[] Observations { get; } = new float[rows * columns.Observations.Width];

    public float[] Actions { get; } = new float[rows * columns.Actions.Width];

    public float[] Rewards { get; } = Numbers(columns, StoreColumns.Reward, rows);

    public float[] LogProbabilities { get; } = Numbers(columns, StoreColumns.LogProbability, rows);

    public EpisodeEnd[] Ends { get; } = new EpisodeEnd[rows];

    /// <summary>Rows that have a final observation, ascending.</summary>
    public List<int> FinalRows { get; } = [];

    /// <summary>(<see cref="FinalRows"/> × observation width).</summary>
    public List<float> FinalObservations { get; } = [];

    /// <summary>Whether a history starts at <paramref name="row"/>.</summary>
    public bool StartsHistory(int row) => row == 0 || Run[row] != Run[row - 1] || Stream[row] != Stream[row - 1];

    /// <summary>Takes the next rows.</summary>
    public void Add(PartChunk chunk)
    {
        var (first, count) = (chunk.First, chunk.Rows);
        chunk.Observations.CopyTo(0, Observations.AsSpan(first * ObservationWidth, count * ObservationWidth));
        chunk.Actions.CopyTo(0, Actions.AsSpan(first * ActionWidth, count * ActionWidth));
        chunk.Copy(StoreColumns.Run, 0, Run.AsSpan(first, count));
        chunk.Copy(StoreColumns.Stream, 0, Stream.AsSpan(first, count));
        chunk.Copy(StoreColumns.Task, 0, Task.AsSpan(first, count));
        chunk.Copy(StoreColumns.Episode, 0, Episode.AsSpan(first, count));
        chunk.Copy(StoreColumns.Step, 0, Step.AsSpan(first, count));
        chunk.Copy(StoreColumns.Update, 0, Update.AsSpan(first, count));
        chunk.Copy(StoreColumns.Reward, 0, Rewards.AsSpan(first, count));
        chunk.Copy(StoreColumns.LogProbability, 0, LogProbabilities.AsSpan(first, count));
        chunk.Copy(StoreColumns.End, 0, Ends.AsSpan(first, count));
        for (var row = chunk.Finals.Next(0, count); row < count; row = chunk.Finals.Next(row + 1, count)) FinalRows.Add(first + row);
        chunk.Finals.AppendTo(FinalObservations, 0, count);
    }

    static float[] Numbers(StoreColumns columns, int column, int rows)
    {
        var numbers = new float[rows];
        if (columns.IsAbsent(column)) numbers.AsSpan().Fill(float.NaN);
        return numbers;
    }
}
