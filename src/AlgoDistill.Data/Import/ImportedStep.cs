namespace AlgoDistill.Data.Import;

/// <summary>One row on its way in.</summary>
/// <param name="Where">Place in the source, for errors.</param>
/// <param name="Observation">The observation that was answered.</param>
/// <param name="Action">The answer.</param>
/// <param name="Reward">NaN when it is not known.</param>
/// <param name="End">Whether an episode ends.</param>
sealed record ImportedStep(string Where, float[] Observation, float[] Action, float Reward, EpisodeEnd End)
{
    public int Run { get; init; }

    public int Stream { get; init; }

    public int Task { get; init; }

    public int Update { get; init; }

    public float LogProbability { get; init; } = float.NaN;

    /// <summary>What followed, where it is known; the next row's observation when nothing is said within an episode.</summary>
    public float[]? Next { get; init; }

    /// <summary>Values of the optional columns.</summary>
    public object?[] Extra { get; init; } = [];

    /// <summary>Puts rows together: a history is a stretch of rows of one run and stream.</summary>
    /// <param name="file">The source, for errors.</param>
    /// <param name="steps">The rows, in order.</param>
    /// <param name="extra">The optional columns.</param>
    /// <param name="tasks">Parameters of tasks that are known.</param>
    /// <exception cref="StoreException">Rows of a history differ in width or task, or a run comes back after another.</exception>
    public static IEnumerable<LearningHistory> Histories(string file, IEnumerable<ImportedStep> steps, IReadOnlyList<ExtraField> extra, IReadOnlyList<StoreTask> tasks)
    {
        var rows = new List<ImportedStep>();
        foreach (var step in steps)
        {
            if (rows.Count > 0 && (step.Run, step.Stream) != (rows[0].Run, rows[0].Stream))
            {
                if ((step.Run, step.Stream).CompareTo((rows[0].Run, rows[0].Stream)) < 0)
                    throw new StoreException(file, $"{step.Where}: run {step.Run}, stream {step.Stream} comes after {rows[0].Run}, {rows[0].Stream}; runs and streams must ascend");
                yield return History(file, rows, extra, tasks);
                rows.Clear();
            }

            rows.Add(step);
        }

        if (rows.Count > 0) yield return History(file, rows, extra, tasks);
    }

    static LearningHistory History(string file, List<ImportedStep> rows, IReadOnlyList<ExtraField> extra, IReadOnlyList<StoreTask> tasks)
    {
        var first = rows[0];
        var columns = new HistoryColumns.Builder(first.Observation.Length, first.Action.Length, rows.Count);
        foreach (var (i, row) in rows.Index())
        {
            if (row.Observation.Length != first.Observation.Length || row.Action.Length != first.Action.Length || (row.Next ?? row.Observation).Length != first.Observation.Length)
                throw new StoreException(file, $"{row.Where}: an observation of {row.Observation.Length} and an action of {row.Action.Length} numbers; "
                    + $"the first have {first.Observation.Length} and {first.Action.Length}");
            if (row.Task != first.Task) throw new StoreException(file, $"{row.Where}: task {row.Task} in a history of task {first.Task}");
            columns.Add(row.Observation, row.Action, row.LogProbability, row.Update, new Outcome(row.Reward, row.End));
            if (row.End != EpisodeEnd.None || i == rows.Count - 1) columns.AddFinal(row.Next ?? row.Observation);
        }

        var task = tasks.FirstOrDefault(task => task.Index == first.Task)?.ToInstance() ?? new TaskInstance(first.Task, []);
        var more = extra.Select((field, i) => new ExtraColumn(field, [.. rows.Select(row => row.Extra[i])])).ToArray();
        return new LearningHistory(first.Run, first.Stream, task, first.Observation.Length, first.Action.Length, columns.Build(more));
    }
}
