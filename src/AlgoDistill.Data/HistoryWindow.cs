namespace AlgoDistill.Data;

/// <summary>Consecutive rows of one history.</summary>
public readonly record struct HistoryWindow
{
    internal HistoryWindow(WindowSource source, int history, int start, int length) => (Source, History, Start, Length) = (source, history, start, length);

    internal WindowSource Source { get; }

    /// <summary>Number of its history among <see cref="HistoryWindows.Histories"/>.</summary>
    public int History { get; }

    /// <summary>First row, as numbered in its history after episodes or steps were left out of that.</summary>
    public int Start { get; }

    /// <summary>Rows, at least 1.</summary>
    public int Length { get; }

    /// <summary>Number of the learner.</summary>
    public int Run => Source.Of(History).Run;

    /// <summary>Number of the stream within its learner.</summary>
    public int Stream => Source.Of(History).Stream;

    /// <summary>The task that is learned in it.</summary>
    public TaskInstance Task => Source.Of(History).Task;

    /// <summary>First and last episode that it touches, as numbered in its history after episodes or steps were left out of that.</summary>
    public (int First, int Last) Episodes => (Source.At(History, Start).Episode, Source.At(History, Start + Length - 1).Episode);

    /// <summary>How often the learner had changed at its first and at its last row.</summary>
    public (int First, int Last) Updates => (Source.At(History, Start).Update, Source.At(History, Start + Length - 1).Update);

    /// <summary>Its rows as a history of their own: episodes and rows count from 0, the first episode may lack its start.</summary>
    public LearningHistory ToHistory() => Source.Read(History, Start, Length);

    internal HistoryWindow First(int steps) => new(Source, History, Start, steps);
}
