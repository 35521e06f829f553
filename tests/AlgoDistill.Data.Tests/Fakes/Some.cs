namespace AlgoDistill.Data.Tests;

/// <summary>Values that do not matter, and folders that vanish.</summary>
static class Some
{
    static readonly float[] Awkward = [0f, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 1f / 3, 1e-38f, MathF.PI, 16777217f];

    /// <summary>Histories of random rows, awkward floats among them; the last episode of odd ones is unfinished.</summary>
    public static List<LearningHistory> Histories(Space observations, Space actions, int count = 5, int length = 37, ulong seed = 1)
    {
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, count).Select(i => History(observations, actions, length + i, i, rng.Split((ulong)i)))];
    }

    public static LearningHistory History(Space observations, Space actions, int length, int run, Rng rng, int stream = 0)
    {
        var columns = new HistoryColumns.Builder(observations.Width, actions.Width, length);
        for (var row = 0; row < length; row++)
        {
            var last = row == length - 1;
            var end = last ? (run % 2 == 0 ? EpisodeEnd.Truncated : EpisodeEnd.None) : (EpisodeEnd)(rng.NextInt(4) % 3);
            columns.Add(Value(observations, rng), Value(actions, rng), Float(rng), row / 3, new Outcome(Float(rng), end));
            if (last || end != EpisodeEnd.None) columns.AddFinal(Value(observations, rng));
        }

        return new LearningHistory(run, stream, Task(run / 2), observations.Width, actions.Width, columns.Build());
    }

    public static TaskInstance Task(int index) => new(index, [index, 1.0 / 3, -0.0]);

    public static References References(TaskInstance task) => new(task.Index + 0.1, double.Epsilon, "made up");

    public static StorePlan Plan(int histories = 5) => new()
    {
        Tasks = new Component { Id = "made-up/v1", Parameters = [] },
        Algorithm = new Component { Id = "none", Parameters = [] },
        Split = "train",
        SplitSeed = 0,
        Seed = 0,
        Histories = histories,
        Steps = 1,
        Streams = 1,
        RowsPerPart = 1,
    };

    /// <summary>A store of the histories, so many a part.</summary>
    public static HistoryStore Store(string folder, Space observations, Space actions, IReadOnlyList<LearningHistory> histories, int perPart = 2)
    {
        using (var writer = StoreWriter.Open(folder, Plan(histories.Count), observations, actions))
            foreach (var part in histories.Chunk(perPart)) writer.Append(part, References);
        return HistoryStore.Open(folder);
    }

    static float Float(Rng rng) => rng.NextInt(2) == 0 ? Awkward[rng.NextInt(Awkward.Length)] : (float)rng.NextGaussian();

    static float[] Value(Space space, Rng rng)
    {
        var value = new float[space.Width];
        for (var i = 0; i < value.Length; i++) value[i] = space is Space.Discrete discrete ? rng.NextInt(discrete.Count) : Float(rng);
        return value;
    }
}
