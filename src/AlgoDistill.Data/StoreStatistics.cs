using System.Collections.Immutable;

namespace AlgoDistill.Data;

/// <summary>Gathers the statistics of a store's columns, history by history in the order of the store.</summary>
sealed class StoreStatistics
{
    const int Sampled = 10_000; // ranks of quantiles are then wrong by half a percent or less, two times of three
    const int MoreFinals = 16; // episodes have some ten to a hundred steps

    static readonly double[] Levels = [0.01, 0.1, 0.5, 0.9, 0.99];

    readonly NumberStatistics[][] columns;
    readonly IReadOnlyList<int> absent;
    readonly List<int> sampledRows = [], sampledFinals = [];
    readonly ulong stride, finalStride;
    int[] numbers = [];
    ulong row, final;

    /// <param name="store">The manifest, of which the spaces and the plan count.</param>
    public StoreStatistics(Manifest store)
    {
        var (observations, actions) = (store.Observations.Width, store.Actions.Width);
        absent = StoreColumns.Of(store).Absent;
        columns = [.. StoreColumns.Names.Select((_, column) => Many(column switch
        {
            StoreColumns.Observation or StoreColumns.FinalObservation => observations,
            StoreColumns.Action => actions,
            _ => 1,
        }))];
        stride = (ulong)Math.Max(1, (long)store.Planned * store.Plan.Steps / Sampled);
        finalStride = Math.Max(1, stride / MoreFinals);

        static NumberStatistics[] Many(int count) => [.. Enumerable.Range(0, count).Select(_ => new NumberStatistics())];
    }

    /// <summary>The statistics of the parts that a store has by now.</summary>
    /// <exception cref="StoreException">A part is damaged.</exception>
    public static StoreStatistics Of(HistoryStore store)
    {
        var statistics = new StoreStatistics(store.Manifest);
        foreach (var history in store.ReadHistories()) statistics.Add(history);
        return statistics;
    }

    /// <summary>The first statistic that differs, with both values; nothing when all are equal bit by bit.</summary>
    /// <param name="recorded">What a manifest says.</param>
    public (string Column, string Message)? Difference(IReadOnlyDictionary<string, ColumnStatistics> recorded)
    {
        var gathered = Columns();
        if (gathered.Keys.Except(recorded.Keys).Concat(recorded.Keys.Except(gathered.Keys)).FirstOrDefault() is { } column) return (column, "statistics are missing or of no column");
        foreach (var name in gathered.Keys)
            foreach (var (was, now) in recorded[name].Named.Zip(gathered[name].Named))
                if (!was.Values.SequenceEqual(now.Values))
                    return (name, FormattableString.Invariant($"statistic {was.Name} is ({string.Join(", ", was.Values)}); the rows give ({string.Join(", ", now.Values)})"));
        return null;
    }

    /// <summary>Adds one history.</summary>
    public void Add(LearningHistory history)
    {
        Sample(history);
        var (n, columns) = (history.Length, history.Columns);
        Constant(StoreColumns.Run, history.Run, n);
        Constant(StoreColumns.Stream, history.Stream, n);
        Constant(StoreColumns.Task, history.Task.Index, n);
        if (numbers.Length < n) numbers = new int[n];
        for (var i = 0; i < n; i++) numbers[i] = i;
        Add<int>(StoreColumns.Step, numbers.AsSpan(0, n), sampledRows);
        for (int i = 0, episode = 0; i < n; i++)
        {
            numbers[i] = episode;
            if (columns.Ends[i] != EpisodeEnd.None) episode++;
        }

        Add<int>(StoreColumns.Episode, numbers.AsSpan(0, n), sampledRows);
        for (var i = 0; i < n; i++) numbers[i] = (int)columns.Ends[i];
        Add<int>(StoreColumns.End, numbers.AsSpan(0, n), sampledRows);
        Add<int>(StoreColumns.Update, columns.Updates, sampledRows);
        Add<float>(StoreColumns.Observation, columns.Observations, sampledRows);
        Add<float>(StoreColumns.Action, columns.Actions, sampledRows);
        Add<float>(StoreColumns.Reward, columns.Rewards, sampledRows);
        Add<float>(StoreColumns.LogProbability, columns.LogProbabilities, sampledRows);
        Add<float>(StoreColumns.FinalObservation, columns.FinalObservations, sampledFinals);
    }

    /// <summary>The statistics by the names of the columns.</summary>
    public ImmutableSortedDictionary<string, ColumnStatistics> Columns() =>
        StoreColumns.Names.Zip(columns).ToImmutableSortedDictionary(pair => pair.First, pair => Of(pair.Second), StringComparer.Ordinal);

    static ColumnStatistics Of(NumberStatistics[] numbers)
    {
        var quantiles = numbers.Select(number => number.Quantiles(Levels)).ToArray();
        return new ColumnStatistics
        {
            Count = [.. numbers.Select(number => number.Count)],
            Min = [.. numbers.Select(number => number.Min)],
            Max = [.. numbers.Select(number => number.Max)],
            Mean = [.. numbers.Select(number => number.Mean)],
            Std = [.. numbers.Select(number => number.Std)],
            Q01 = [.. quantiles.Select(levels => levels[0])],
            Q10 = [.. quantiles.Select(levels => levels[1])],
            Q50 = [.. quantiles.Select(levels => levels[2])],
            Q90 = [.. quantiles.Select(levels => levels[3])],
            Q99 = [.. quantiles.Select(levels => levels[4])],
        };
    }

    /// <summary>Chooses rows by their numbers in the store alone, without a period that episodes could share. Of the rarer final observations it takes more.</summary>
    void Sample(LearningHistory history)
    {
        sampledRows.Clear();
        sampledFinals.Clear();
        for (var i = 0; i < history.Length; i++, row++)
            if (Mixed(row) % stride == 0) sampledRows.Add(i);
        for (var i = 0; i < history.Columns.FinalObservations.Length / history.ObservationWidth; i++)
            if (Mixed(final++) % finalStride == 0) sampledFinals.Add(i);
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014)
    static ulong Mixed(ulong number)
    {
        number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
        number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
        return number ^ (number >> 31);
    }

    void Constant(int column, int value, int count) => columns[column][0].AddConstant(value, count, sampledRows.Count);

    void Add<T>(int column, ReadOnlySpan<T> values, List<int> rows) where T : System.Numerics.INumber<T>
    {
        var width = absent.Contains(column) ? 0 : columns[column].Length; // what stands for values that nobody knows is no value
        for (var i = 0; i < width; i++) columns[column][i].Add(values, i, width, rows);
    }
}
