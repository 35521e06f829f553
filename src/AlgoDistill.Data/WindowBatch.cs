namespace AlgoDistill.Data;

/// <summary>B windows of L rows as flat arrays. A history that is shorter than L leaves zeros at the end of its window.</summary>
/// <param name="size">Windows B.</param>
/// <param name="length">Rows L.</param>
/// <param name="observationWidth">Floats an observation, O.</param>
/// <param name="actionWidth">Floats an action, A.</param>
public sealed class WindowBatch(int size, int length, int observationWidth, int actionWidth)
{
    readonly HistoryWindow[] windows = new HistoryWindow[size];

    /// <summary>Windows B.</summary>
    public int Size => size;

    /// <summary>Rows L of each.</summary>
    public int Length => length;

    /// <summary>Where each window comes from: (B).</summary>
    public IReadOnlyList<HistoryWindow> Windows => windows;

    /// <summary>(B, L, O).</summary>
    public float[] Observations { get; } = new float[size * length * observationWidth];

    /// <summary>(B, L, A).</summary>
    public float[] Actions { get; } = new float[size * length * actionWidth];

    /// <summary>(B, L).</summary>
    public float[] Rewards { get; } = new float[size * length];

    /// <summary>(B, L): natural logarithms of the probabilities with which the actions were chosen.</summary>
    public float[] LogProbabilities { get; } = new float[size * length];

    /// <summary>(B, L).</summary>
    public EpisodeEnd[] Ends { get; } = new EpisodeEnd[size * length];

    /// <summary>(B, L, O): what followed; at an end the last observation of the episode.</summary>
    public float[] NextObservations { get; } = new float[size * length * observationWidth];

    /// <summary>(B, L): 1 where there is a row, 0 where there is none.</summary>
    public float[] Mask { get; } = new float[size * length];

    /// <summary>(B, L): numbers of the rows in their history.</summary>
    public int[] Steps { get; } = new int[size * length];

    /// <summary>(B, L): numbers of the episodes in their history.</summary>
    public int[] Episodes { get; } = new int[size * length];

    /// <summary>(B, L): how often the learner had changed.</summary>
    public int[] Updates { get; } = new int[size * length];

    internal bool Fits(int size, int length, int observationWidth, int actionWidth) =>
        Size == size && Length == length && Observations.Length == size * length * observationWidth && Actions.Length == size * length * actionWidth;

    /// <summary>Puts <paramref name="window"/> in place <paramref name="index"/>.</summary>
    internal void Set(int index, HistoryWindow window)
    {
        windows[index] = window;
        var (start, count, columns) = (window.Start, window.Length, window.History.Columns);
        Copy(columns.Observations, Observations, observationWidth);
        Copy(columns.Actions, Actions, actionWidth);
        Copy(columns.Rewards, Rewards, 1);
        Copy(columns.LogProbabilities, LogProbabilities, 1);
        Copy(columns.Ends, Ends, 1);
        Copy(columns.Updates, Updates, 1);
        Part(Mask, 1)[..count].Fill(1);
        Part(Mask, 1)[count..].Clear();
        SetNext(index, window);
        Number(Part(Steps, 1), Part(Episodes, 1), window);

        Span<T> Part<T>(T[] values, int width) => values.AsSpan(index * length * width, length * width);

        void Copy<T>(T[] from, T[] to, int width)
        {
            from.AsSpan(start * width, count * width).CopyTo(Part(to, width));
            Part(to, width)[(count * width)..].Clear();
        }
    }

    /// <summary>What followed a row is the next row's observation, except at ends.</summary>
    void SetNext(int index, HistoryWindow window)
    {
        var (start, count, history) = (window.Start, window.Length, window.History);
        var next = NextObservations.AsSpan(index * length * observationWidth, length * observationWidth);
        next[(count * observationWidth)..].Clear();
        history.Columns.Observations.AsSpan((start + 1) * observationWidth, (count - 1) * observationWidth).CopyTo(next);
        for (var i = 0; i < count; i++)
            if (i == count - 1 || history.Columns.Ends[start + i] != EpisodeEnd.None)
                history.NextObservation(start + i).CopyTo(next[(i * observationWidth)..]);
    }

    static void Number(Span<int> steps, Span<int> episodes, HistoryWindow window)
    {
        var episode = window.History.EpisodeOf(window.Start);
        for (var i = 0; i < window.Length; i++)
        {
            (steps[i], episodes[i]) = (window.Start + i, episode);
            if (window.History.Columns.Ends[window.Start + i] != EpisodeEnd.None) episode++;
        }

        steps[window.Length..].Clear();
        episodes[window.Length..].Clear();
    }
}
