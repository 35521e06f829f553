using System.Collections;

namespace AlgoDistill.Data;

/// <summary>The histories that windows are cut from, in memory or in a file. For several threads at once.</summary>
abstract class WindowSource : IReadOnlyList<LearningHistory>
{
    /// <summary>What a window must know of its history.</summary>
    /// <param name="Run">Number of the learner.</param>
    /// <param name="Stream">Number of the stream within it.</param>
    /// <param name="Task">What it learns.</param>
    /// <param name="Length">Rows.</param>
    /// <param name="Episodes">Episodes.</param>
    public readonly record struct Entry(int Run, int Stream, TaskInstance Task, int Length, int Episodes);

    /// <inheritdoc/>
    public abstract int Count { get; }

    /// <summary>Floats an observation, O.</summary>
    public abstract int ObservationWidth { get; }

    /// <summary>Floats an action, A.</summary>
    public abstract int ActionWidth { get; }

    /// <summary>Rows in all.</summary>
    public abstract long Rows { get; }

    /// <summary>A history as a whole.</summary>
    public abstract LearningHistory this[int index] { get; }

    /// <summary>What history <paramref name="history"/> is.</summary>
    public abstract Entry Of(int history);

    /// <summary>Its <see cref="Improvement"/>.</summary>
    public abstract double ImprovementOf(int history);

    /// <summary>First row of one of its episodes.</summary>
    public abstract int EpisodeStart(int history, int episode);

    /// <summary>Copies its rows from <paramref name="start"/> on.</summary>
    public abstract void Copy(int history, int start, RowSpans rows);

    /// <summary>Number of the episode and of the learner's updates at one row.</summary>
    public (int Episode, int Update) At(int history, int row)
    {
        var one = new RowArrays(1, ObservationWidth, ActionWidth);
        Copy(history, row, one.Spans(0, 1));
        return (one.Episodes[0], one.Updates[0]);
    }

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> − 1 as a history of their own.</summary>
    public LearningHistory Read(int history, int start, int count)
    {
        var (entry, rows) = (Of(history), new RowArrays(count, ObservationWidth, ActionWidth));
        Copy(history, start, rows.Spans(0, count));
        var finals = new List<float>();
        for (var row = 0; row < count; row++)
            if (rows.Ends[row] != EpisodeEnd.None || row == count - 1) finals.AddRange(rows.NextObservations.AsSpan(row * ObservationWidth, ObservationWidth));
        return new LearningHistory(entry.Run, entry.Stream, entry.Task, ObservationWidth, ActionWidth, new HistoryColumns
        {
            Observations = rows.Observations,
            Actions = rows.Actions,
            Rewards = rows.Rewards,
            LogProbabilities = rows.LogProbabilities,
            Updates = rows.Updates,
            Ends = rows.Ends,
            FinalObservations = [.. finals],
        });
    }

    /// <inheritdoc/>
    public IEnumerator<LearningHistory> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
