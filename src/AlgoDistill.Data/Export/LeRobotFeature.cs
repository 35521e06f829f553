using AlgoDistill.Data.Import;

namespace AlgoDistill.Data.Export;

/// <summary>One column of frames of LeRobot.</summary>
/// <param name="Name">Name of the feature.</param>
/// <param name="Dtype">Its type in LeRobot's words.</param>
/// <param name="Width">Numbers in a value; a single one is no list.</param>
/// <param name="Cell">The value of a row, given the row's number in the data set.</param>
sealed record LeRobotFeature(string Name, string Dtype, int Width, Func<ExportedEpisode, int, long, object?> Cell)
{
    /// <summary>Type in which values are handed over.</summary>
    public ColumnType Type => Dtype switch
    {
        "bool" => ColumnType.Of<bool>(),
        "float32" => new(typeof(float), Width > 1),
        _ => new(typeof(long), Width > 1),
    };

    /// <summary>The features of a store: those that LeRobot knows, and what it has no name for.</summary>
    public static IReadOnlyList<LeRobotFeature> Of(Manifest manifest)
    {
        var numbers = manifest.Tasks.Select((task, i) => (task.Index, i)).ToDictionary(pair => pair.Index, pair => pair.i);
        LeRobotFeature[] all =
        [
            OfSpace(LeRobotFrames.State, manifest.Observations, (episode, row) => episode.History.Observation(row)),
            OfSpace("action", manifest.Actions, (episode, row) => episode.History.Action(row)),
            Number(LeRobotFrames.Reward, "float32", (episode, row, _) => episode.History.Columns.Rewards[row]),
            Number(LeRobotFrames.Done, "bool", (episode, row, _) => episode.History.Columns.Ends[row] != EpisodeEnd.None),
            Number(LeRobotFrames.Truncated, "bool", (episode, row, _) => episode.History.Columns.Ends[row] == EpisodeEnd.Truncated),
            OfSpace(LeRobotFrames.NextState, manifest.Observations, (episode, row) => episode.History.NextObservation(row)),
            Number("run", "int64", (episode, _, _) => episode.History.Run),
            Number("stream", "int64", (episode, _, _) => episode.History.Stream),
            Number("update", "int64", (episode, row, _) => episode.History.Columns.Updates[row]),
            Number("log_probability", "float32", (episode, row, _) => episode.History.Columns.LogProbabilities[row]),
            Number("timestamp", "float32", (episode, row, _) => (float)(row - episode.Start)),
            Number("frame_index", "int64", (episode, row, _) => row - episode.Start),
            Number("episode_index", "int64", (episode, _, _) => episode.Number),
            Number("index", "int64", (_, _, index) => index),
            Number("task_index", "int64", (episode, _, _) => numbers[episode.History.Task.Index]),
        ];
        var absent = (manifest.Absent ?? []).Select(name => name switch
        {
            "reward" => LeRobotFrames.Reward,
            "final_observation" => LeRobotFrames.NextState,
            _ => name,
        }).ToHashSet();
        return [.. all.Where(feature => !absent.Contains(feature.Name))];
    }

    /// <summary>What LeRobot has for a task: a text, of which no two tasks have the same.</summary>
    public static string TaskText(Manifest manifest, TaskInstance task) => $"{manifest.Plan.Tasks.Id}, task {task.Index} {task}";

    static LeRobotFeature Number(string name, string dtype, Func<ExportedEpisode, int, long, object?> cell) => new(name, dtype, 1, cell);

    static LeRobotFeature OfSpace(string name, Space space, Part part) =>
        new(name, space is Space.Discrete ? "int64" : "float32", space.Width, (episode, row, _) =>
            space is Space.Box { Size: 1 } ? part(episode, row)[0] : ExportedEpisode.Cell(space, part(episode, row)));

    delegate ReadOnlySpan<float> Part(ExportedEpisode episode, int row);
}
