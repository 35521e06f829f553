namespace AlgoDistill.Data;

/// <summary>Consecutive rows of one history.</summary>
/// <param name="History">The history, after episodes or steps were left out of it.</param>
/// <param name="Start">First row.</param>
/// <param name="Length">Rows, at least 1.</param>
public readonly record struct HistoryWindow(LearningHistory History, int Start, int Length)
{
    /// <summary>The task that is learned in it.</summary>
    public TaskInstance Task => History.Task;

    /// <summary>First and last episode that it touches, as numbered in <see cref="History"/>.</summary>
    public (int First, int Last) Episodes => (History.EpisodeOf(Start), History.EpisodeOf(Start + Length - 1));

    /// <summary>How often the learner had changed at its first and at its last row.</summary>
    public (int First, int Last) Updates => (History.Columns.Updates[Start], History.Columns.Updates[Start + Length - 1]);
}
