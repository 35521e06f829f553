namespace AlgoDistill.Data;

/// <summary>The rows of one history while they are read.</summary>
/// <param name="columns">The store's columns.</param>
/// <param name="expected">Which history, and how many rows it should have; others are taken too.</param>
/// <param name="first">Number of the first row in its file.</param>
sealed class HistoryRows(StoreColumns columns, PartEntry expected, int first)
{
    const int MostRoomAhead = 1 << 20;  // a manifest can say anything; longer histories get room as their rows come

    readonly int observationWidth = columns.Observations.Width, actionWidth = columns.Actions.Width;
    readonly List<float> finals = [];
    readonly List<object?>[] extra = [.. columns.Extra.Select(_ => new List<object?>())];
    float[] observations = Room<float>(expected, columns.Observations.Width), actions = Room<float>(expected, columns.Actions.Width);
    float[] rewards = Room<float>(expected), logProbabilities = Room<float>(expected);
    int[] updates = Room<int>(expected);
    EpisodeEnd[] ends = Room<EpisodeEnd>(expected);
    int count;

    /// <summary>Which history, and how many rows of it have come.</summary>
    public PartEntry Entry => expected with { Rows = count };

    /// <summary>Takes <paramref name="rows"/> rows of a chunk from row <paramref name="start"/> on.</summary>
    public void Add(PartChunk chunk, int start, int rows)
    {
        if (count + rows > ends.Length) Resize(Math.Max(count + rows, 2 * ends.Length));
        chunk.Observations.CopyTo(start, observations.AsSpan(count * observationWidth, rows * observationWidth));
        chunk.Actions.CopyTo(start, actions.AsSpan(count * actionWidth, rows * actionWidth));
        chunk.Copy(StoreColumns.Reward, start, rewards.AsSpan(count, rows));
        chunk.Copy(StoreColumns.LogProbability, start, logProbabilities.AsSpan(count, rows));
        chunk.Copy(StoreColumns.Update, start, updates.AsSpan(count, rows));
        chunk.Copy(StoreColumns.End, start, ends.AsSpan(count, rows));
        chunk.Finals.AppendTo(finals, start, start + rows);
        for (var field = 0; field < extra.Length; field++)
            for (var row = start; row < start + rows; row++) extra[field].Add(chunk.Extra(field, row));
        count += rows;
    }

    /// <summary>The history, which takes over the rows.</summary>
    /// <param name="tasks">The tasks by their numbers.</param>
    /// <exception cref="ArgumentException">The final observations do not fit the ends, or the task is none of the store's.</exception>
    public LearningHistory ToHistory(IReadOnlyDictionary<int, StoreTask> tasks)
    {
        if (!tasks.TryGetValue(expected.Task, out var known))
            throw new ArgumentException($"row {first}, column task: {expected.Task}; the manifest has no such task");
        if (count != ends.Length) Resize(count);
        if (columns.IsAbsent(StoreColumns.Reward)) rewards.AsSpan().Fill(float.NaN);
        if (columns.IsAbsent(StoreColumns.LogProbability)) logProbabilities.AsSpan().Fill(float.NaN);
        if (columns.IsAbsent(StoreColumns.Update)) updates.AsSpan().Clear();
        return new LearningHistory(expected.Run, expected.Stream, known.ToInstance(), observationWidth, actionWidth, new HistoryColumns
        {
            Observations = observations,
            Actions = actions,
            Rewards = rewards,
            LogProbabilities = logProbabilities,
            Updates = updates,
            Ends = ends,
            FinalObservations = columns.IsAbsent(StoreColumns.FinalObservation) ? LastObservations() : [.. finals],
            Extra = [.. columns.Extra.Select((field, i) => new ExtraColumn(field, [.. extra[i]]))],
        });
    }

    /// <summary>Where nobody knows the final observations: the last that are known stand for them.</summary>
    float[] LastObservations() =>
        [.. Enumerable.Range(0, count).Where(row => ends[row] != EpisodeEnd.None || row == count - 1)
            .SelectMany(row => observations.AsSpan(row * observationWidth, observationWidth).ToArray())];

    void Resize(int rows)
    {
        Array.Resize(ref observations, rows * observationWidth);
        Array.Resize(ref actions, rows * actionWidth);
        Array.Resize(ref rewards, rows);
        Array.Resize(ref logProbabilities, rows);
        Array.Resize(ref updates, rows);
        Array.Resize(ref ends, rows);
    }

    static T[] Room<T>(PartEntry expected, int width = 1) => GC.AllocateUninitializedArray<T>(Math.Min(expected.Rows, MostRoomAhead) * width);
}
