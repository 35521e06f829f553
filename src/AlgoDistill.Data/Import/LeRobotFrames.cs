using System.Collections.Immutable;

namespace AlgoDistill.Data.Import;

/// <summary>Reads the frames of a data set of LeRobot as rows.</summary>
sealed class LeRobotFrames
{
    public const string State = "observation.state", NextState = "next.observation", Reward = "next.reward", Done = "next.done", Truncated = "next.truncated";

    readonly string[] features, observations, columns;
    readonly bool hasNext;

    /// <param name="info">The file that names the features, for errors.</param>
    /// <param name="features">The features that are numbers.</param>
    /// <param name="passport">What this library wrote beside them.</param>
    public LeRobotFrames(string info, string[] features, Passport? passport)
    {
        (this.features, Passport, hasNext) = (features, passport, features.Contains(NextState));
        observations = [.. features.Where(name => name == "observation" || name.StartsWith("observation.", StringComparison.Ordinal))];
        if (observations.Length == 0) throw new StoreException(info, "has no feature observation.* of numbers; images and videos are not carried");
        if (!features.Contains("action")) throw new StoreException(info, "has no feature action of numbers");
        string[] optional = [Reward, Done, Truncated, NextState, "run", "stream", "update", "log_probability"];
        columns = ["episode_index", "frame_index", "task_index", "action", .. observations, .. optional.Where(features.Contains)];
    }

    public Passport? Passport { get; }

    public ImmutableArray<StoreTask> Tasks => Passport?.Tasks ?? [];

    public IReadOnlyDictionary<string, string> Mapping => new Dictionary<string, string>
    {
        [string.Join(", ", observations)] = "observation", ["action"] = "action", [Reward] = "reward", [Done] = "end", ["task_index"] = "task",
    };

    public ImmutableArray<string> Absent => [.. ((string Feature, string Column)[])[("update", "update"), (Reward, "reward"), ("log_probability", "log_probability"), (NextState, "final_observation")]
        is var all ? all.Where(pair => !features.Contains(pair.Feature)).Select(pair => pair.Column) : []];

    public bool IsRead(string feature) => columns.Contains(feature) || feature is "index" or "timestamp";

    /// <summary>The rows of all files, in order.</summary>
    /// <exception cref="StoreException">A file cannot be read, or its frames are not in order.</exception>
    public IEnumerable<ImportedStep> Steps(IReadOnlyList<string> files)
    {
        using var reader = new ForeignParquet();
        Frame? previous = null;
        var run = 0; // without a passport: a stretch of episodes of one task is a history
        foreach (var file in files)
        {
            foreach (var (row, cells) in reader.Read(file, string.Join(", ", columns.Select(column => $"\"{column}\""))).Index())
            {
                var frame = Read(file, row, cells);
                if (frame.Index != (previous is null || frame.Episode != previous.Episode ? 0 : previous.Index + 1) || frame.Episode < (previous?.Episode ?? frame.Episode))
                    throw new StoreException(file, $"row {row}: episode {frame.Episode}, frame {frame.Index} follows {(previous is null ? "nothing" : $"episode {previous.Episode}, frame {previous.Index}")}");
                if (Passport is null)
                {
                    if (previous is not null && frame.Step.Task != previous.Step.Task) run++;
                    frame = frame with { Step = frame.Step with { Run = run } };
                }

                if (previous is not null) yield return Closed(previous, frame);
                previous = frame;
            }
        }

        if (previous is not null) yield return Closed(previous, null);
    }

    // Where no flag says how an episode ended, its recording did; one that a history breaks off in has flags, and they are false
    ImportedStep Closed(Frame frame, Frame? next)
    {
        var ends = next is null || next.Episode != frame.Episode;
        if (!ends) return frame.Step with { End = EpisodeEnd.None };
        var broken = features.Contains(Truncated) && (next is null || (next.Step.Run, next.Step.Stream) != (frame.Step.Run, frame.Step.Stream));
        return frame.Step.End == EpisodeEnd.None && !broken ? frame.Step with { End = EpisodeEnd.Truncated } : frame.Step;
    }

    Frame Read(string file, int row, object?[] cells)
    {
        var where = $"row {row}";
        var end = !Flag(Done) ? EpisodeEnd.None : Flag(Truncated) ? EpisodeEnd.Truncated : EpisodeEnd.Terminated;
        var step = new ImportedStep($"{Path.GetFileName(file)}, {where}", [.. observations.SelectMany(name => Cells.Floats(file, $"{where}, {name}", Cell(name)))],
            Cells.Floats(file, $"{where}, action", Cell("action")), features.Contains(Reward) ? Cells.Float(file, $"{where}, {Reward}", Cell(Reward)) : float.NaN, end)
        {
            Run = Number("run"),
            Stream = Number("stream"),
            Update = Number("update"),
            Task = Task(file, where, Number("task_index")),
            LogProbability = features.Contains("log_probability") ? Cells.Float(file, $"{where}, log_probability", Cell("log_probability")) : float.NaN,
            Next = hasNext ? Cells.Floats(file, $"{where}, {NextState}", Cell(NextState)) : null,
        };
        return new Frame(Number("episode_index"), Number("frame_index"), step);

        object? Cell(string column) => cells[Array.IndexOf(columns, column)];
        bool Flag(string column) => columns.Contains(column) && Cells.Flag(file, $"{where}, {column}", Cell(column));
        int Number(string column) => columns.Contains(column) ? Cells.Integer(file, $"{where}, {column}", Cell(column)) : 0;
    }

    int Task(string file, string where, int index)
    {
        if (Passport is null) return index;
        return index >= 0 && index < Tasks.Length ? Tasks[index].Index : throw new StoreException(file, $"{where}: task_index {index}; there are {Tasks.Length} tasks");
    }

    sealed record Frame(int Episode, int Index, ImportedStep Step);
}
