namespace AlgoDistill.Data;

/// <summary>Room for consecutive rows of a history, column by column.</summary>
readonly ref struct RowSpans
{
    /// <summary>(N, O).</summary>
    public required Span<float> Observations { get; init; }

    /// <summary>(N, A).</summary>
    public required Span<float> Actions { get; init; }

    /// <summary>(N).</summary>
    public required Span<float> Rewards { get; init; }

    /// <summary>(N).</summary>
    public required Span<float> LogProbabilities { get; init; }

    /// <summary>(N).</summary>
    public required Span<EpisodeEnd> Ends { get; init; }

    /// <summary>(N, O): what followed each row; at an end the last observation of the episode.</summary>
    public required Span<float> NextObservations { get; init; }

    /// <summary>(N): numbers of the episodes in their history.</summary>
    public required Span<int> Episodes { get; init; }

    /// <summary>(N).</summary>
    public required Span<int> Updates { get; init; }

    /// <summary>Rows N.</summary>
    public int Count => Rewards.Length;

    /// <summary>Copies the rows of <paramref name="history"/> from <paramref name="start"/> on.</summary>
    public void CopyFrom(LearningHistory history, int start)
    {
        var (columns, count, width) = (history.Columns, Count, history.ObservationWidth);
        columns.Observations.AsSpan(start * width, count * width).CopyTo(Observations);
        columns.Actions.AsSpan(start * history.ActionWidth, count * history.ActionWidth).CopyTo(Actions);
        columns.Rewards.AsSpan(start, count).CopyTo(Rewards);
        columns.LogProbabilities.AsSpan(start, count).CopyTo(LogProbabilities);
        columns.Ends.AsSpan(start, count).CopyTo(Ends);
        columns.Updates.AsSpan(start, count).CopyTo(Updates);
        columns.Observations.AsSpan((start + 1) * width, (count - 1) * width).CopyTo(NextObservations); // so it is, except at ends
        var episode = history.EpisodeOf(start);
        for (var i = 0; i < count; i++)
        {
            Episodes[i] = episode;
            if (Ends[i] != EpisodeEnd.None) episode++;
            else if (i < count - 1) continue;
            history.NextObservation(start + i).CopyTo(NextObservations[(i * width)..]);
        }
    }
}
