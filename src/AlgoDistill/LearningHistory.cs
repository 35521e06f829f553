using System.Runtime.InteropServices;

namespace AlgoDistill;

/// <summary>Everything that one stream of one learner did while it learned one task, step by step in the order of learning.</summary>
/// <remarks>
/// Columns of N rows. Row t holds the observation that the action answered; what followed is row t + 1's observation or, at an end
/// and in the last row, the final observation that is kept beside the rows, so that every (s, a, r, s′) is complete.
/// </remarks>
public sealed class LearningHistory
{
    readonly float[] finals;
    readonly int[] finalRows;
    readonly int[] episodeStarts;

    /// <summary>Takes over the columns.</summary>
    /// <param name="run">Number of the learner.</param>
    /// <param name="stream">Number of the stream within the learner.</param>
    /// <param name="task">The task that was learned.</param>
    /// <param name="observationWidth">Floats an observation.</param>
    /// <param name="actionWidth">Floats an action.</param>
    /// <param name="columns">The rows.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public LearningHistory(int run, int stream, TaskInstance task, int observationWidth, int actionWidth, HistoryColumns columns)
    {
        (Run, Stream, Task, ObservationWidth, ActionWidth, Columns) = (run, stream, task, observationWidth, actionWidth, columns);
        columns.Check(observationWidth, actionWidth);
        finals = columns.FinalObservations;
        finalRows = FinalRows(columns.Ends);
        if (finals.Length != finalRows.Length * observationWidth)
            throw new ArgumentException($"history {run}.{stream} has {finalRows.Length} episode ends and {finals.Length / observationWidth} final observations");
        episodeStarts = [.. finalRows.Select(row => row + 1).Prepend(0).Where(row => row < Length)];
    }

    /// <summary>Number of the learner: every run is a learner of its own.</summary>
    public int Run { get; }

    /// <summary>Number of the stream within its learner, 0 unless the learner has several actors.</summary>
    public int Stream { get; }

    /// <summary>The task that was learned.</summary>
    public TaskInstance Task { get; }

    /// <summary>Floats an observation.</summary>
    public int ObservationWidth { get; }

    /// <summary>Floats an action.</summary>
    public int ActionWidth { get; }

    /// <summary>The rows, column by column.</summary>
    public HistoryColumns Columns { get; }

    /// <summary>Rows N.</summary>
    public int Length => Columns.Rewards.Length;

    /// <summary>Episodes, the last of which may be unfinished.</summary>
    public int Episodes => episodeStarts.Length;

    /// <summary>Observation of row <paramref name="row"/>: (observation width).</summary>
    public ReadOnlySpan<float> Observation(int row) => Columns.Observations.AsSpan(row * ObservationWidth, ObservationWidth);

    /// <summary>Action of row <paramref name="row"/>: (action width).</summary>
    public ReadOnlySpan<float> Action(int row) => Columns.Actions.AsSpan(row * ActionWidth, ActionWidth);

    /// <summary>Reward and end of row <paramref name="row"/>.</summary>
    public Outcome Outcome(int row) => new(Columns.Rewards[row], Columns.Ends[row]);

    /// <summary>Observation that followed row <paramref name="row"/>; at an end, the last of the episode.</summary>
    public ReadOnlySpan<float> NextObservation(int row)
    {
        var final = Array.BinarySearch(finalRows, row);
        return final < 0 ? Observation(row + 1) : finals.AsSpan(final * ObservationWidth, ObservationWidth);
    }

    /// <summary>First row and number of rows of episode <paramref name="episode"/>.</summary>
    public (int Start, int Length) Episode(int episode)
    {
        var start = episodeStarts[episode];
        var end = episode + 1 < episodeStarts.Length ? episodeStarts[episode + 1] : Length;
        return (start, end - start);
    }

    /// <summary>Number of the episode that row <paramref name="row"/> belongs to.</summary>
    public int EpisodeOf(int row)
    {
        var found = Array.BinarySearch(episodeStarts, row);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>Sum of rewards of each episode, in order.</summary>
    public double[] EpisodeReturns()
    {
        var returns = new double[Episodes];
        for (var episode = 0; episode < returns.Length; episode++)
        {
            var (start, length) = Episode(episode);
            foreach (var reward in Columns.Rewards.AsSpan(start, length)) returns[episode] += reward;
        }

        return returns;
    }

    /// <summary>The history of episodes 0, k, 2k, … alone: learning seen k times faster (Laskin et al. 2022, appendix I).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public LearningHistory EveryEpisode(int k)
    {
        Require.InRange(k, 1, int.MaxValue, nameof(k));
        return k == 1 ? this : Take([.. Enumerable.Range(0, Episodes).Where(episode => episode % k == 0).Select(Episode)]);
    }

    /// <summary>The history of its last <paramref name="count"/> episodes alone, or of all when it has fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public LearningHistory LastEpisodes(int count)
    {
        Require.InRange(count, 1, int.MaxValue, nameof(count));
        return count >= Episodes ? this : Take([.. Enumerable.Range(Episodes - count, count).Select(Episode)]);
    }

    /// <summary>The history of its last <paramref name="count"/> rows alone, or of all when it has fewer; the first episode may lack its start.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public LearningHistory LastSteps(int count)
    {
        Require.InRange(count, 1, int.MaxValue, nameof(count));
        return count >= Length ? this : Take([(Length - count, count)]);
    }

    static int[] FinalRows(EpisodeEnd[] ends)
    {
        var rows = new List<int>();
        for (var row = 0; row < ends.Length; row++)
        {
            var steps = MemoryMarshal.Cast<EpisodeEnd, byte>(ends.AsSpan(row)).IndexOfAnyExcept((byte)EpisodeEnd.None);
            row = steps < 0 ? ends.Length - 1 : row + steps;
            rows.Add(row);
        }

        return [.. rows];
    }

    /// <summary>The history of some stretches of rows, each of which goes to the end of an episode.</summary>
    LearningHistory Take((int Start, int Length)[] stretches)
    {
        var kept = new HistoryColumns.Builder(ObservationWidth, ActionWidth, stretches.Sum(stretch => stretch.Length));
        foreach (var (start, length) in stretches)
        {
            for (var row = start; row < start + length; row++)
            {
                kept.Add(Observation(row), Action(row), Columns.LogProbabilities[row], Columns.Updates[row], Outcome(row));
                if (Columns.Ends[row] != EpisodeEnd.None || row == start + length - 1) kept.AddFinal(NextObservation(row));
            }
        }

        var rows = stretches.SelectMany(stretch => Enumerable.Range(stretch.Start, stretch.Length));
        return new LearningHistory(Run, Stream, Task, ObservationWidth, ActionWidth, kept.Build([.. Columns.Extra.Select(column => column.Take(rows))]));
    }
}
