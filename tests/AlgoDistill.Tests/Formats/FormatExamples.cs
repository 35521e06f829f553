namespace AlgoDistill.Tests;

/// <summary>A few steps over given spaces, for texts that a reader can check by eye.</summary>
sealed record FormatExamples(Space Observations, Space Actions, float[] ObservationValues, float[] ActionValues, Outcome[] Outcomes)
{
    public static FormatExamples Grid { get; } = new(new Space.Discrete(9, 2), new Space.Discrete(5), [4, 4, 5, 4, 4, 4, 4, 4], [1, 2, 0, 4],
        [new(0, EpisodeEnd.None), new(1, EpisodeEnd.Truncated), new(0, EpisodeEnd.Terminated), new(-0.5f, EpisodeEnd.None)]);

    public static FormatExamples Bandit { get; } = new(new Space.Discrete(1), new Space.Discrete(10), [0, 0, 0], [7, 0, 9],
        [new(1, EpisodeEnd.None), new(0, EpisodeEnd.None), new(1, EpisodeEnd.Truncated)]);

    public static FormatExamples Continuous { get; } = new(new Space.Box(2, -1, 1), new Space.Box(1, -1, 1), [0.1f, -1e-5f, -0f, 1], [0.5f, -1],
        [new(16777216, EpisodeEnd.None), new(3.25f, EpisodeEnd.Terminated)]);

    /// <summary>The example as a learning history.</summary>
    public LearningHistory History()
    {
        var builder = new HistoryColumns.Builder(Observations.Width, Actions.Width, Outcomes.Length);
        for (var row = 0; row < Outcomes.Length; row++)
        {
            builder.Add(ObservationValues.AsSpan(row * Observations.Width, Observations.Width), ActionValues.AsSpan(row * Actions.Width, Actions.Width), 0, 0, Outcomes[row]);
            if (Outcomes[row].End != EpisodeEnd.None || row == Outcomes.Length - 1) builder.AddFinal(new float[Observations.Width]);
        }

        return new LearningHistory(0, 0, new TaskInstance(0, []), Observations.Width, Actions.Width, builder.Build());
    }

    public static string Write(ILanguageFormat format, FormatExamples example) =>
        LanguageText.Write(format, example.Observations, example.Actions, example.History());
}
