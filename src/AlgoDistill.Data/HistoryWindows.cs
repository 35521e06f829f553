namespace AlgoDistill.Data;

/// <summary>
/// An endless, numbered sequence of training windows: each is drawn uniformly over histories, then over the places where it fits.
/// Window i depends on the seed and i alone, so that training goes on from a number. No window leaves its history.
/// </summary>
public sealed class HistoryWindows
{
    readonly LearningHistory[] histories;
    readonly WindowSettings settings;
    readonly Rng rng;

    /// <summary>Cuts the histories down once, as the settings say.</summary>
    /// <exception cref="ArgumentException">There is no history, one has no row, or they differ in the widths of observations or actions.</exception>
    public HistoryWindows(IReadOnlyList<LearningHistory> histories, WindowSettings settings)
    {
        (this.settings, rng) = (settings, new Rng(settings.Seed));
        this.histories = [.. histories.Select(settings.Keep)];
        if (this.histories.Length == 0) throw new ArgumentException("there is no history to cut windows from", nameof(histories));
        foreach (var history in this.histories)
            if (history.Length == 0 || history.ObservationWidth != ObservationWidth || history.ActionWidth != ActionWidth)
                throw new ArgumentException($"history {history.Run}.{history.Stream} has {history.Length} rows, observations of width "
                    + $"{history.ObservationWidth} and actions of width {history.ActionWidth}; all need a row and widths {ObservationWidth} and {ActionWidth}", nameof(histories));
    }

    /// <summary>The histories that windows are cut from.</summary>
    public IReadOnlyList<LearningHistory> Histories => histories;

    /// <summary>Steps of a window, where its history has as many.</summary>
    public int Length => settings.Length;

    /// <summary>Floats an observation.</summary>
    public int ObservationWidth => histories[0].ObservationWidth;

    /// <summary>Floats an action.</summary>
    public int ActionWidth => histories[0].ActionWidth;

    /// <summary>Rows from which windows are cut.</summary>
    public long Rows => histories.Sum(history => (long)history.Length);

    /// <summary>Window number <paramref name="index"/>: as long as the settings say, or a whole history that is shorter.</summary>
    public HistoryWindow this[long index]
    {
        get
        {
            var draw = rng.Split((ulong)index);
            var history = histories[draw.NextInt(histories.Length)];
            var length = Math.Min(settings.Length, history.Length);
            return new HistoryWindow(history, draw.NextInt(history.Length - length + 1), length);
        }
    }

    /// <summary>Batch number <paramref name="index"/> of <paramref name="size"/> windows: those from index × size on.</summary>
    /// <param name="index">Number of the batch, from 0.</param>
    /// <param name="size">Windows B.</param>
    /// <param name="reuse">A batch whose arrays are filled again when they have the right sizes; what was in it is lost.</param>
    public WindowBatch Batch(long index, int size, WindowBatch? reuse = null)
    {
        var batch = reuse is not null && reuse.Fits(size, settings.Length, ObservationWidth, ActionWidth)
            ? reuse
            : new WindowBatch(size, settings.Length, ObservationWidth, ActionWidth);
        for (var i = 0; i < size; i++) batch.Set(i, this[index * size + i]);
        return batch;
    }
}
