using System.Collections.Immutable;

namespace AlgoDistill.Data.Import;

/// <summary>Histories of arrays whose source records neither updates nor log-probabilities nor what an episode ended with.</summary>
static class Hdf5History
{
    /// <summary>Columns that such a source does not record.</summary>
    public static readonly ImmutableArray<string> Absent = ["update", "log_probability", "final_observation"];

    /// <summary>The space of an array's vectors; nothing where the values tell.</summary>
    public static Space? Space(Hdf5Array array, int width) =>
        array.IsReal ? new Space.Box(width, float.NegativeInfinity, float.PositiveInfinity) : null;

    /// <summary>The history of N rows; widths follow from the lengths.</summary>
    /// <param name="run">Number of the learner.</param>
    /// <param name="stream">Number of its stream.</param>
    /// <param name="task">The task.</param>
    /// <param name="observations">(N × observation width).</param>
    /// <param name="actions">(N × action width).</param>
    /// <param name="rewards">(N), at least one.</param>
    /// <param name="ends">(N).</param>
    /// <param name="extra">Optional columns.</param>
    public static LearningHistory Of(int run, int stream, TaskInstance task, float[] observations, float[] actions, float[] rewards, EpisodeEnd[] ends,
        IReadOnlyList<ExtraColumn> extra)
    {
        var (rows, width) = (rewards.Length, observations.Length / rewards.Length);
        var logProbabilities = new float[rows];
        Array.Fill(logProbabilities, float.NaN);
        var last = Enumerable.Range(0, rows).Where(row => ends[row] != EpisodeEnd.None || row == rows - 1);
        return new LearningHistory(run, stream, task, width, actions.Length / rows, new HistoryColumns
        {
            Observations = observations,
            Actions = actions,
            Rewards = rewards,
            LogProbabilities = logProbabilities,
            Updates = new int[rows],
            Ends = ends,
            FinalObservations = [.. last.SelectMany(row => observations[(row * width)..((row + 1) * width)])],
            Extra = extra,
        });
    }
}
