namespace AlgoDistill.Data;

/// <summary>B windows of L rows as flat arrays. A window that is shorter than L leaves zeros at its end.</summary>
/// <param name="size">Windows B.</param>
/// <param name="length">Rows L.</param>
/// <param name="observationWidth">Floats an observation, O.</param>
/// <param name="actionWidth">Floats an action, A.</param>
public sealed class WindowBatch(int size, int length, int observationWidth, int actionWidth)
{
    readonly HistoryWindow[] windows = new HistoryWindow[size];
    readonly RowArrays rows = new(size * length, observationWidth, actionWidth);

    /// <summary>Windows B.</summary>
    public int Size => size;

    /// <summary>Rows L of each.</summary>
    public int Length => length;

    /// <summary>Where each window comes from: (B).</summary>
    public IReadOnlyList<HistoryWindow> Windows => windows;

    /// <summary>(B, L, O).</summary>
    public float[] Observations => rows.Observations;

    /// <summary>(B, L, A).</summary>
    public float[] Actions => rows.Actions;

    /// <summary>(B, L).</summary>
    public float[] Rewards => rows.Rewards;

    /// <summary>(B, L): natural logarithms of the probabilities with which the actions were chosen.</summary>
    public float[] LogProbabilities => rows.LogProbabilities;

    /// <summary>(B, L).</summary>
    public EpisodeEnd[] Ends => rows.Ends;

    /// <summary>(B, L, O): what followed; at an end the last observation of the episode.</summary>
    public float[] NextObservations => rows.NextObservations;

    /// <summary>(B, L): 1 where there is a row, 0 where there is none.</summary>
    public float[] Mask { get; } = new float[size * length];

    /// <summary>(B, L): numbers of the rows in their history.</summary>
    public int[] Steps { get; } = new int[size * length];

    /// <summary>(B, L): numbers of the episodes in their history.</summary>
    public int[] Episodes => rows.Episodes;

    /// <summary>(B, L): how often the learner had changed.</summary>
    public int[] Updates => rows.Updates;

    internal bool Fits(int size, int length, int observationWidth, int actionWidth) =>
        Size == size && Length == length && Observations.Length == size * length * observationWidth && Actions.Length == size * length * actionWidth;

    /// <summary>Puts <paramref name="window"/> in place <paramref name="index"/>.</summary>
    internal void Set(int index, HistoryWindow window)
    {
        windows[index] = window;
        var (first, count) = (index * length, window.Length);
        window.Source.Copy(window.History, window.Start, rows.Spans(first, count));
        Clear(rows.Spans(first + count, length - count));
        Mask.AsSpan(first, count).Fill(1);
        Mask.AsSpan(first + count, length - count).Clear();
        for (var i = 0; i < length; i++) Steps[first + i] = i < count ? window.Start + i : 0;
    }

    static void Clear(RowSpans none)
    {
        none.Observations.Clear();
        none.Actions.Clear();
        none.Rewards.Clear();
        none.LogProbabilities.Clear();
        none.Ends.Clear();
        none.NextObservations.Clear();
        none.Episodes.Clear();
        none.Updates.Clear();
    }
}
