namespace AlgoDistill.Data;

/// <summary>Looks for everything that can be wrong with an opened store.</summary>
sealed class StoreVerifier
{
    const int MostFaultsPerPart = 100;

    readonly HistoryStore store;
    readonly StoreStatistics statistics;
    readonly List<StoreFault> faults = [];
    (int Run, int Stream) previous = (-1, -1);
    string file = "";
    int faultsBefore;

    StoreVerifier(HistoryStore store) => (this.store, statistics) = (store, new StoreStatistics(store.Manifest));

    public static IReadOnlyList<StoreFault> Verify(HistoryStore store)
    {
        var verifier = new StoreVerifier(store);
        for (var part = 0; part < store.Manifest.Parts.Length; part++) verifier.Part(part);
        verifier.Statistics();
        return verifier.faults;
    }

    bool Full => faults.Count - faultsBefore >= MostFaultsPerPart;

    void Part(int number)
    {
        var part = store.Manifest.Parts[number];
        (file, faultsBefore) = (part.File, faults.Count);
        if (Sound(() => PartFile.Open(store.PartPath(number), part, store.Columns)) is not { } opened) return;
        foreach (var group in opened.Groups)
        {
            if (Full) return;
            Places(opened, group);
            if (Sound(() => opened.Read(group, store.Tasks)) is { } histories && Numbers(opened, group, StoreColumns.Episode) is { } episodes)
                Histories(group, histories, episodes);
        }
    }

    int[]? Numbers(PartFile opened, PartGroup group, int column) => Sound(() => opened.ReadNumbers(group, column));

    T? Sound<T>(Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (PartFault fault)
        {
            if (!Full) faults.Add(fault.Of(file));
        }
        catch (StoreException error)
        {
            Add(null, null, error.Fault);
        }

        return null;
    }

    void Statistics()
    {
        if (faults.Count > 0 || store.Manifest.Statistics is not { } recorded) return;
        (file, faultsBefore) = (ManifestFile.Name, 0);
        if (statistics.Difference(recorded) is { } difference) Add(null, difference.Column, difference.Message);
    }

    /// <summary>The columns that say which row this is: all of them follow from the contents in the manifest and from the ends.</summary>
    void Places(PartFile opened, PartGroup group)
    {
        if (Numbers(opened, group, StoreColumns.Run) is not { } runs || Numbers(opened, group, StoreColumns.Stream) is not { } streams
            || Numbers(opened, group, StoreColumns.Task) is not { } tasks || Numbers(opened, group, StoreColumns.Step) is not { } steps) return;
        var row = 0;
        foreach (var entry in group.Histories.Span)
        {
            Order(group.FirstRow + row, entry);
            Constant("run", runs, entry.Run);
            Constant("stream", streams, entry.Stream);
            Constant("task", tasks, entry.Task);
            for (var step = 0; step < entry.Rows && Expect(group.FirstRow + row + step, "step", steps[row + step], step); step++) ;
            row += entry.Rows;

            void Constant(string column, int[] values, int expected)
            {
                if (values.AsSpan(row, entry.Rows).IndexOfAnyExcept(expected) is >= 0 and var at)
                    Add(group.FirstRow + row + at, column, $"is {values[row + at]}; the contents in the manifest say {expected}");
            }
        }
    }

    void Order(int row, PartEntry entry)
    {
        var present = (entry.Run, entry.Stream);
        if (present.CompareTo(previous) <= 0)
            Add(row, "run", $"history {entry.Run}.{entry.Stream} follows {previous.Run}.{previous.Stream}; runs and streams must ascend");
        previous = present;
    }

    void Histories(PartGroup group, IReadOnlyList<LearningHistory> histories, int[] episodes)
    {
        var first = group.FirstRow;
        foreach (var history in histories)
        {
            for (int row = 0, episode = 0; row < history.Length && !Full; row++)
            {
                Expect(first + row, "episode", episodes[first + row - group.FirstRow], episode);
                Values(history, row, first + row);
                if (history.Columns.Ends[row] != EpisodeEnd.None) episode++;
            }

            first += history.Length;
            if (faults.Count == 0 && store.Manifest.Statistics is not null) statistics.Add(history);
        }
    }

    void Values(LearningHistory history, int row, int inFile)
    {
        var columns = history.Columns;
        Inside(inFile, "observation", store.Manifest.Observations, history.Observation(row));
        Inside(inFile, "action", store.Manifest.Actions, history.Action(row));
        if (columns.Ends[row] != EpisodeEnd.None || row == history.Length - 1)
            Inside(inFile, "final_observation", store.Manifest.Observations, history.NextObservation(row));
        if (!float.IsFinite(columns.Rewards[row]) && !store.Columns.IsAbsent(StoreColumns.Reward))
            Add(inFile, "reward", FormattableString.Invariant($"is {columns.Rewards[row]}; it must be finite"));
        if (float.IsNaN(columns.LogProbabilities[row]) && !store.Columns.IsAbsent(StoreColumns.LogProbability))
            Add(inFile, "log_probability", "is not a number");
        var before = row == 0 ? 0 : columns.Updates[row - 1];
        if (columns.Updates[row] < before)
            Add(inFile, "update", row == 0 ? $"is {columns.Updates[0]}; it must not be negative"
                : $"is {columns.Updates[row]} after {before}; a learner's updates only grow");
    }

    void Inside(int row, string column, Space space, ReadOnlySpan<float> value)
    {
        if (!space.Contains(value))
            Add(row, column, FormattableString.Invariant($"({string.Join(", ", value.ToArray())}) lies outside {space}"));
    }

    bool Expect(int row, string column, int value, int expected)
    {
        if (value != expected) Add(row, column, $"is {value}; it must be {expected}");
        return value == expected;
    }

    void Add(int? row, string? column, string message)
    {
        if (!Full) faults.Add(new StoreFault(file, row, column, message));
    }
}
