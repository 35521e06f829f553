using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AlgoDistill.Data;

/// <summary>Looks for the first difference between two histories.</summary>
/// <param name="Observations">How far numbers of observations may lie apart, as a share of 1 + their magnitude; 0 compares bit by bit.</param>
/// <param name="Rewards">The same for rewards. All other columns are compared bit by bit.</param>
sealed record HistoryComparison(double Observations = 0, double Rewards = 0)
{
    /// <summary>The first difference, in the order of rows and then of columns; nothing when there is none.</summary>
    public Divergence? Compare(LearningHistory recorded, LearningHistory replayed)
    {
        if (!recorded.Task.Equals(replayed.Task)) return At(recorded, 0, "task", recorded.Task, replayed.Task);
        if (recorded.Length != replayed.Length)
            return At(recorded, Math.Min(recorded.Length, replayed.Length), "step", recorded.Length, replayed.Length);
        var (a, b) = (recorded.Columns, replayed.Columns);
        Divergence?[] candidates =
        [
            First("observation", a.Observations, b.Observations, recorded.ObservationWidth, Observations),
            First("action", a.Actions, b.Actions, recorded.ActionWidth),
            First("reward", a.Rewards, b.Rewards, 1, Rewards),
            First("log_probability", a.LogProbabilities, b.LogProbabilities, 1),
            First("update", a.Updates, b.Updates, 1),
            First("end", a.Ends, b.Ends, 1),
        ];
        if (candidates.OfType<Divergence>().MinBy(divergence => divergence.Row) is { } divergence) return divergence;
        var final = First("final_observation", a.FinalObservations, b.FinalObservations, recorded.ObservationWidth, Observations);
        return final is null ? null : final with { Row = FinalRows(recorded).ElementAt(final.Row) };

        Divergence? First<T>(string column, T[] was, T[] now, int width, double tolerance = 0) where T : unmanaged
        {
            var equal = tolerance > 0 ? Near((float[])(object)was, (float[])(object)now, tolerance)
                : MemoryMarshal.AsBytes<T>(was).CommonPrefixLength(MemoryMarshal.AsBytes<T>(now)) / Unsafe.SizeOf<T>();
            return equal == was.Length ? null : At(recorded, equal / width, column, was[equal], now[equal]);
        }
    }

    /// <summary>A difference in a row of a recorded history.</summary>
    public static Divergence At(LearningHistory recorded, int row, string column, object was, object now) =>
        new(recorded.Run, recorded.Stream, row, column, FormattableString.Invariant($"{was}"), FormattableString.Invariant($"{now}"));

    /// <summary>How many values from the first on are near enough.</summary>
    static int Near(float[] was, float[] now, double tolerance)
    {
        for (var i = 0; i < was.Length; i++)
            if (!was[i].Equals(now[i]) && !(Math.Abs((double)was[i] - now[i]) <= tolerance * (1 + Math.Abs((double)was[i])))) return i;
        return was.Length;
    }

    static IEnumerable<int> FinalRows(LearningHistory history) =>
        Enumerable.Range(0, history.Length).Where(row => history.Columns.Ends[row] != EpisodeEnd.None || row == history.Length - 1);
}
