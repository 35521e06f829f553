namespace AlgoDistill.Data.Tests;

/// <summary>Histories with optional columns, and stores of them.</summary>
static class SomeExtra
{
    public static List<LearningHistory> Histories(Space observations, Space actions, IReadOnlyList<ExtraField> fields, int count = 5)
    {
        var rng = new Rng(7);
        return [.. Some.Histories(observations, actions, count).Select(history => With(history, [.. fields.Select(field =>
            new ExtraColumn(field, [.. Enumerable.Range(0, history.Length).Select(_ => Value(field.Type, rng))]))]))];
    }

    public static HistoryStore Store(string folder, Space observations, Space actions, IReadOnlyList<ExtraField> fields, IReadOnlyList<string> absent, IReadOnlyList<LearningHistory> histories)
    {
        var manifest = StoreWriter.Fresh(Some.Plan(histories.Count), observations, actions) with
        {
            Extra = fields.Count == 0 ? null : [.. fields],
            Absent = absent.Count == 0 ? null : [.. absent],
        };
        using (var writer = StoreWriter.Open(folder, manifest))
            foreach (var part in histories.Chunk(2)) writer.Append(part, Some.References);
        return HistoryStore.Open(folder);
    }

    public static void AssertSame(IReadOnlyList<LearningHistory> expected, IReadOnlyList<LearningHistory> actual)
    {
        HistoryStoreTests.AssertSame(expected, actual);
        foreach (var (was, now) in expected.Zip(actual))
        {
            Assert.Equal(was.Columns.Extra.Select(column => column.Field), now.Columns.Extra.Select(column => column.Field));
            foreach (var (a, b) in was.Columns.Extra.Zip(now.Columns.Extra)) Assert.Equal(Rows(a), Rows(b));
        }

        static IEnumerable<object?> Rows(ExtraColumn column) => Enumerable.Range(0, column.Length).Select(row => column[row]);
    }

    static LearningHistory With(LearningHistory history, IReadOnlyList<ExtraColumn> extra)
    {
        var columns = history.Columns;
        return new LearningHistory(history.Run, history.Stream, history.Task, history.ObservationWidth, history.ActionWidth, new HistoryColumns
        {
            Observations = columns.Observations,
            Actions = columns.Actions,
            Rewards = columns.Rewards,
            LogProbabilities = columns.LogProbabilities,
            Updates = columns.Updates,
            Ends = columns.Ends,
            FinalObservations = columns.FinalObservations,
            Extra = extra,
        });
    }

    static object? Value(ExtraType type, Rng rng) => rng.NextInt(4) == 0 ? null : type switch
    {
        ExtraType.Float => (float)rng.NextGaussian(),
        ExtraType.Floats => Enumerable.Range(0, rng.NextInt(4)).Select(_ => (float)rng.NextGaussian()).ToArray(),
        ExtraType.Integers => Enumerable.Range(0, rng.NextInt(4)).Select(_ => rng.NextInt(50_000)).ToArray(),
        _ => new[] { "", "a, \"b\"\n'c'", "Tränen 🙂 and a text that is longer than twelve bytes" }[rng.NextInt(3)],
    };
}
