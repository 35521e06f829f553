namespace AlgoDistill.Data;

/// <summary>
/// An endless, numbered sequence of training windows: of each the history is drawn, then the place in it, uniformly or by the weights of the settings.
/// Window i depends on the seed and i alone, so that training goes on from a number, and any number of workers sees the same windows.
/// No window leaves its history. For several threads at once.
/// </summary>
public sealed class HistoryWindows
{
    readonly WindowSource source;
    readonly WeightedDraw? weighted;
    readonly Rng rng;

    /// <summary>Windows of histories in memory, cut down once, as the settings say. <see cref="HistoryStore.Windows(WindowSettings, long?)"/> gives those of a store of any size.</summary>
    /// <exception cref="ArgumentException">There is no history, one has no row, they differ in the widths of observations or actions, or the weights do not fit.</exception>
    public HistoryWindows(IReadOnlyList<LearningHistory> histories, WindowSettings settings) : this(new MemorySource(histories, settings), settings) { }

    internal HistoryWindows(WindowSource source, WindowSettings settings)
    {
        (this.source, Settings, rng) = (source, settings, new Rng(settings.Seed));
        if (Weights() is { } weights) weighted = new WeightedDraw(weights);
    }

    /// <summary>The histories that windows are cut from; read when asked for where they are not in memory.</summary>
    public IReadOnlyList<LearningHistory> Histories => source;

    /// <summary>Whether all rows are in memory.</summary>
    public bool AreInMemory => source is MemorySource;

    /// <summary>Which windows they are.</summary>
    public WindowSettings Settings { get; }

    /// <summary>Steps of a window, where its history has as many.</summary>
    public int Length => Settings.Length;

    /// <summary>Floats an observation.</summary>
    public int ObservationWidth => source.ObservationWidth;

    /// <summary>Floats an action.</summary>
    public int ActionWidth => source.ActionWidth;

    /// <summary>Rows from which windows are cut.</summary>
    public long Rows => source.Rows;

    /// <summary>Window number <paramref name="index"/>: as long as the settings say, or a whole history that is shorter.</summary>
    public HistoryWindow this[long index]
    {
        get
        {
            var draw = rng.Split((ulong)index);
            var history = weighted?.Next(draw) ?? draw.NextInt(source.Count);
            var entry = source.Of(history);
            if (Settings.Episodes is { } episodes) return OfEpisodes(history, entry, episodes, draw);
            var length = Math.Min(Settings.Length, entry.Length);
            return new HistoryWindow(source, history, Place(entry.Length - length + 1, draw), length);
        }
    }

    /// <summary>Batch number <paramref name="index"/> of <paramref name="size"/> windows: those from index × size on.</summary>
    /// <param name="index">Number of the batch, from 0.</param>
    /// <param name="size">Windows B.</param>
    /// <param name="reuse">A batch whose arrays are filled again when they have the right sizes; what was in it is lost.</param>
    public WindowBatch Batch(long index, int size, WindowBatch? reuse = null)
    {
        var batch = reuse is not null && reuse.Fits(size, Settings.Length, ObservationWidth, ActionWidth)
            ? reuse
            : new WindowBatch(size, Settings.Length, ObservationWidth, ActionWidth);
        for (var i = 0; i < size; i++) batch.Set(i, this[index * size + i]);
        return batch;
    }

    HistoryWindow OfEpisodes(int history, WindowSource.Entry entry, int episodes, Rng draw)
    {
        var count = Math.Min(episodes, entry.Episodes);
        var first = Place(entry.Episodes - count + 1, draw);
        var start = source.EpisodeStart(history, first);
        var end = first + count < entry.Episodes ? source.EpisodeStart(history, first + count) : entry.Length;
        return new HistoryWindow(source, history, start, Math.Min(end - start, Settings.Length));
    }

    /// <summary>One of so many places: uniform, or at the fraction x of them where ∫₀ˣ e^(p·t) dt reaches a uniform share of the whole.</summary>
    int Place(int places, Rng draw)
    {
        if (Settings.Position == 0) return draw.NextInt(places);
        var x = Math.Log(1 + draw.NextDouble() * (Math.Exp(Settings.Position) - 1)) / Settings.Position;
        return Math.Clamp((int)(x * places), 0, places - 1);
    }

    double[]? Weights()
    {
        if (Settings.HistoryWeights is null && Settings.ByImprovement == 0) return null;
        double[] weights = Settings.HistoryWeights is { } given ? [.. given] : [.. Enumerable.Repeat(1.0, source.Count)];
        if (weights.Length != source.Count) throw new ArgumentException($"HistoryWeights has {weights.Length} weights; there are {source.Count} histories", nameof(Settings));
        if (Settings.ByImprovement == 0) return weights;
        double[] improvements = [.. Enumerable.Range(0, source.Count).Select(source.ImprovementOf)];
        if (improvements.Average() is not (> 0 and var mean)) return weights;
        for (var i = 0; i < weights.Length; i++) weights[i] *= 1 - Settings.ByImprovement + Settings.ByImprovement * improvements[i] / mean;
        return weights;
    }
}
