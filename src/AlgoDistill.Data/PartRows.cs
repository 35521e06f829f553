namespace AlgoDistill.Data;

/// <summary>All rows of one part, column by column.</summary>
/// <param name="columns">The store's columns.</param>
/// <param name="rows">Rows N.</param>
sealed class PartRows(StoreColumns columns, int rows)
{
    public int Count => rows;

    /// <summary>Room for so many rows of a part: that of an earlier one when it has the right size, whose rows are lost.</summary>
    public static PartRows Of(StoreColumns columns, int rows, PartRows? earlier)
    {
        if (earlier?.Count != rows) return new PartRows(columns, rows);
        earlier.FinalRows.Clear();
        earlier.FinalObservations.Clear();
        return earlier;
    }

    public int ObservationWidth => columns.Observations.Width;

    public int ActionWidth => columns.Actions.Width;

    public int[] Run { get; } = new int[rows];

    public int[] Stream { get; } = new int[rows];

    public int[] Task { get; } = new int[rows];

    public int[] Episode { get; } = new int[rows];

    public int[] Step { get; } = new int[rows];

    public int[] Update { get; } = new int[rows];

    public float[] Observations { get; } = new float[rows * columns.Observations.Width];

    public float[] Actions { get; } = new float[rows * columns.Actions.Width];

    public float[] Rewards { get; } = Numbers(columns, StoreColumns.Reward, rows);

    public float[] LogProbabilities { get; } = Numbers(columns, StoreColumns.LogProbability, rows);

    public EpisodeEnd[] Ends { get; } = new EpisodeEnd[rows];

    /// <summary>Rows that have a final observation, ascending.</summary>
    public List<int> FinalRows { get; } = [];

    /// <summary>(<see cref="FinalRows"/> × observation width).</summary>
    public List<float> FinalObservations { get; } = [];

    /// <summary>Values of the optional columns: (columns, N).</summary>
    public object?[][] Extra { get; } = [.. columns.Extra.Select(_ => new object?[rows])];

    /// <summary>Whether a history starts at <paramref name="row"/>.</summary>
    public bool StartsHistory(int row) => row == 0 || Run[row] != Run[row - 1] || Stream[row] != Stream[row - 1];

    /// <summary>Where nobody knows the final observations: the last that are known stand for them.</summary>
    public void RepeatObservationsAsFinal()
    {
        for (var row = 0; row < rows; row++)
        {
            if (Ends[row] == EpisodeEnd.None && row + 1 < rows && !StartsHistory(row + 1)) continue;
            FinalRows.Add(row);
            FinalObservations.AddRange(Observations.AsSpan(row * ObservationWidth, ObservationWidth));
        }
    }

    /// <summary>The histories, in order.</summary>
    /// <param name="tasks">The tasks by their numbers.</param>
    /// <exception cref="ArgumentException">A history's final observations do not fit its ends, or its task is none of the store's.</exception>
    public List<LearningHistory> Histories(IReadOnlyDictionary<int, StoreTask> tasks)
    {
        var histories = new List<LearningHistory>();
        var final = 0;
        for (int start = 0, end; start < rows; start = end)
        {
            end = start + Math.Min(Same(Run, start), Same(Stream, start));
            var firstFinal = final;
            while (final < FinalRows.Count && FinalRows[final] < end) final++;
            if (!tasks.TryGetValue(Task[start], out var task)) throw new ArgumentException($"row {start}, column task: {Task[start]}; the manifest has no such task");
            histories.Add(new LearningHistory(Run[start], Stream[start], task.ToInstance(), ObservationWidth, ActionWidth, new HistoryColumns
            {
                Observations = Part(Observations, ObservationWidth),
                Actions = Part(Actions, ActionWidth),
                Rewards = Part(Rewards, 1),
                LogProbabilities = Part(LogProbabilities, 1),
                Updates = Part(Update, 1),
                Ends = Part(Ends, 1),
                FinalObservations = [.. FinalObservations[(firstFinal * ObservationWidth)..(final * ObservationWidth)]],
                Extra = [.. columns.Extra.Select((field, i) => new ExtraColumn(field, Extra[i][start..end]))],
            }));

            T[] Part<T>(T[] values, int width)
            {
                var part = GC.AllocateUninitializedArray<T>((end - start) * width);
                values.AsSpan(start * width, part.Length).CopyTo(part);
                return part;
            }
        }

        return histories;

        int Same(int[] values, int start) => values.AsSpan(start).IndexOfAnyExcept(values[start]) is >= 0 and var other ? other : rows - start;
    }

    static float[] Numbers(StoreColumns columns, int column, int rows)
    {
        var numbers = new float[rows];
        if (columns.IsAbsent(column)) numbers.AsSpan().Fill(float.NaN);
        return numbers;
    }
}
