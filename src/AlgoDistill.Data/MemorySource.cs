namespace AlgoDistill.Data;

/// <summary>Histories in memory, cut down once as the settings say.</summary>
sealed class MemorySource : WindowSource
{
    readonly LearningHistory[] histories;

    /// <exception cref="ArgumentException">There is no history, one has no row, or they differ in the widths of observations or actions.</exception>
    public MemorySource(IReadOnlyList<LearningHistory> histories, WindowSettings settings)
    {
        this.histories = [.. histories.Select(settings.Keep)];
        if (Count == 0) throw new ArgumentException("there is no history to cut windows from", nameof(histories));
        foreach (var history in this.histories)
            if (history.Length == 0 || history.ObservationWidth != ObservationWidth || history.ActionWidth != ActionWidth)
                throw new ArgumentException($"history {history.Run}.{history.Stream} has {history.Length} rows, observations of width "
                    + $"{history.ObservationWidth} and actions of width {history.ActionWidth}; all need a row and widths {ObservationWidth} and {ActionWidth}", nameof(histories));
    }

    /// <inheritdoc/>
    public override int Count => histories.Length;

    /// <inheritdoc/>
    public override int ObservationWidth => histories[0].ObservationWidth;

    /// <inheritdoc/>
    public override int ActionWidth => histories[0].ActionWidth;

    /// <inheritdoc/>
    public override long Rows => histories.Sum(history => (long)history.Length);

    /// <inheritdoc/>
    public override LearningHistory this[int index] => histories[index];

    /// <inheritdoc/>
    public override Entry Of(int history) =>
        new(histories[history].Run, histories[history].Stream, histories[history].Task, histories[history].Length, histories[history].Episodes);

    /// <inheritdoc/>
    public override double ImprovementOf(int history) => Improvement.Of(histories[history]);

    /// <inheritdoc/>
    public override int EpisodeStart(int history, int episode) => histories[history].Episode(episode).Start;

    /// <inheritdoc/>
    public override void Copy(int history, int start, RowSpans rows) => rows.CopyFrom(histories[history], start);
}
