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
        using var reader = new PartReader(store.Columns);
        for (var part = 0; part < store.Manifest.Parts.Length; part++) verifier.Part(reader, part);
        verifier.Statistics();
        return verifier.faults;
    }

    bool Full => faults.Count - faultsBefore >= MostFaultsPerPart;

    void Part(PartReader reader, int number)
    {
        var part = store.Manifest.Parts[number];
        (file, faultsBefore) = (part.File, faults.Count);
        try
        {
            var sha256 = HistoryStore.Sha256(store.PartPath(number));
            if (sha256 != part.Sha256) Add(null, null, $"SHA-256 is {sha256}; the manifest says {part.Sha256}");
            var (rows, histories) = ((PartRows?)null, new PartHistories(store.Columns, part));
            reader.Read(store.PartPath(number), part.Rows, chunk =>
            {
                (rows ??= new PartRows(store.Columns, part.Rows)).Add(chunk);
                histories.Add(chunk);
            });
            Rows(rows!, part);
            if (part.Contents is { } contents) Contents(contents, [.. histories.Entries]);
            if (faults.Count == 0 && store.Manifest.Statistics is not null)
                foreach (var history in histories.ToHistories(store.Tasks)) statistics.Add(history);
        }
        catch (StoreException error)
        {
            Add(null, null, error.Fault);
        }
    }

    void Contents(IReadOnlyList<PartEntry> listed, IReadOnlyList<PartEntry> found)
    {
        for (int i = 0, row = 0; i < Math.Min(listed.Count, found.Count); row += found[i++].Rows)
            if (listed[i] != found[i]) Add(row, "run", $"history {Text(found[i])} begins; the contents in the manifest say {Text(listed[i])}");

        static string Text(PartEntry entry) => $"{entry.Run}.{entry.Stream} of task {entry.Task} with {entry.Rows} rows";
    }

    void Statistics()
    {
        if (faults.Count > 0 || store.Manifest.Statistics is not { } recorded) return;
        (file, faultsBefore) = (ManifestFile.Name, 0);
        if (statistics.Difference(recorded) is { } difference) Add(null, difference.Column, difference.Message);
    }

    void Rows(PartRows rows, StorePart part)
    {
        var (histories, final) = (0, 0);
        for (var row = 0; row < rows.Count && !Full; row++)
        {
            if (rows.StartsHistory(row))
            {
                histories++;
                Start(rows, row);
            }
            else
            {
                Follow(rows, row);
            }

            var hasFinal = final < rows.FinalRows.Count && rows.FinalRows[final] == row;
            var ends = rows.Ends[row] != EpisodeEnd.None || row + 1 == rows.Count || rows.StartsHistory(row + 1);
            if (hasFinal != ends && !store.Columns.IsAbsent(StoreColumns.FinalObservation)) Add(row, "final_observation", hasFinal ? "is there, but no episode ends" : "is missing at an end");
            Values(rows, row, hasFinal ? final : null);
            if (hasFinal) final++;
        }

        if (!Full && histories != part.Histories) Add(null, null, $"has {histories} histories; the manifest says {part.Histories}");
    }

    void Start(PartRows rows, int row)
    {
        var present = (rows.Run[row], rows.Stream[row]);
        if (present.CompareTo(previous) <= 0)
            Add(row, "run", $"history {present.Item1}.{present.Item2} follows {previous.Run}.{previous.Stream}; runs and streams must ascend");
        previous = present;
        if (!store.Tasks.ContainsKey(rows.Task[row])) Add(row, "task", $"is {rows.Task[row]}; the manifest has no such task");
        Expect(row, "step", rows.Step[row], 0);
        Expect(row, "episode", rows.Episode[row], 0);
        if (rows.Update[row] < 0) Add(row, "update", $"is {rows.Update[row]}; it must not be negative");
    }

    void Follow(PartRows rows, int row)
    {
        Expect(row, "task", rows.Task[row], rows.Task[row - 1]);
        Expect(row, "step", rows.Step[row], rows.Step[row - 1] + 1);
        Expect(row, "episode", rows.Episode[row], rows.Episode[row - 1] + (rows.Ends[row - 1] == EpisodeEnd.None ? 0 : 1));
        if (rows.Update[row] < rows.Update[row - 1]) Add(row, "update", $"is {rows.Update[row]} after {rows.Update[row - 1]}; a learner's updates only grow");
    }

    void Values(PartRows rows, int row, int? final)
    {
        var (observations, actions) = (store.Manifest.Observations, store.Manifest.Actions);
        Inside(row, "observation", observations, rows.Observations.AsSpan(row * rows.ObservationWidth, rows.ObservationWidth));
        Inside(row, "action", actions, rows.Actions.AsSpan(row * rows.ActionWidth, rows.ActionWidth));
        if (final is { } i)
            Inside(row, "final_observation", observations, rows.FinalObservations.GetRange(i * rows.ObservationWidth, rows.ObservationWidth).ToArray());
        if (!float.IsFinite(rows.Rewards[row]) && !store.Columns.IsAbsent(StoreColumns.Reward)) Add(row, "reward", FormattableString.Invariant($"is {rows.Rewards[row]}; it must be finite"));
        if (float.IsNaN(rows.LogProbabilities[row]) && !store.Columns.IsAbsent(StoreColumns.LogProbability)) Add(row, "log_probability", "is not a number");
    }

    void Inside(int row, string column, Space space, ReadOnlySpan<float> value)
    {
        if (!space.Contains(value)) Add(row, column, FormattableString.Invariant($"({string.Join(", ", value.ToArray())}) lies outside {space}"));
    }

    void Expect(int row, string column, int value, int expected)
    {
        if (value != expected) Add(row, column, $"is {value}; it must be {expected}");
    }

    void Add(int? row, string? column, string message)
    {
        if (!Full) faults.Add(new StoreFault(file, row, column, message));
    }
}
