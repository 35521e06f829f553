namespace AlgoDistill.Data.Tests;

public class StoreStatisticsTests
{
    static readonly string[] Scalars = ["run", "stream", "task", "episode", "step", "update", "reward", "log_probability", "end"];

    [Theory, MemberData(nameof(HistoryGeneratorTests.Names), MemberType = typeof(HistoryGeneratorTests))]
    public void A_small_store_has_the_statistics_that_a_database_computes(string name)
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], HistoryGeneratorTests.Named(name));
        Assert.Equal(StoreColumns.Names.Order(StringComparer.Ordinal), store.Manifest.Statistics!.Keys);
        foreach (var column in Scalars) Same(store, column, $"\"{column}\"", number: 0);
        for (var i = 0; store.Manifest.Observations is not Space.Discrete { Size: 1 } && i < store.Manifest.Observations.Width; i++)
        {
            Same(store, "observation", $"observation[{i + 1}]", i);
            Same(store, "final_observation", $"final_observation[{i + 1}]", i);
        }
    }

    static void Same(HistoryStore store, string column, string value, int number)
    {
        var row = store.Sql($"SELECT count(v), min(v), max(v), avg(v), stddev_pop(v), {string.Join(", ", new[] { 0.01, 0.1, 0.5, 0.9, 0.99 }.Select(q => FormattableString.Invariant($"quantile_cont(v, {q})")))} "
            + $"FROM (SELECT {value}::DOUBLE AS v FROM histories WHERE {value} IS NOT NULL)").Rows[0];
        var expected = row.Select(one => Convert.ToDouble(one, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var actual = store.Manifest.Statistics![column].Named.Select(pair => pair.Values.ElementAt(number)).ToArray();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-9 * Math.Max(1, Math.Abs(expected[i])));
    }

    [Fact]
    public void Quantiles_of_many_rows_are_those_of_a_sample()
    {
        var manifest = Manifest(rows: 400_000);
        var statistics = new StoreStatistics(manifest);
        var rewards = Enumerable.Range(0, 400_000).Select(i => i / 400_000f).ToArray();
        foreach (var piece in rewards.Chunk(5000)) statistics.Add(History(piece));
        var reward = statistics.Columns()["reward"];
        Assert.Equal(400_000, reward.Count[0]);
        Assert.Equal([0.01, 0.1, 0.5, 0.9, 0.99], new[] { reward.Q01, reward.Q10, reward.Q50, reward.Q90, reward.Q99 }.Select(quantile => Math.Round(quantile[0], 2)), (a, b) => Math.Abs(a - b) < 0.02);
    }

    [Fact]
    public void Values_that_are_not_finite_are_left_out()
    {
        var statistics = new StoreStatistics(Manifest(rows: 4));
        statistics.Add(History([float.NaN, 1, float.NegativeInfinity, 3]));
        var reward = statistics.Columns()["reward"];
        Assert.Equal((2L, 1.0, 3.0, 2.0, 1.0, 2.0), (reward.Count[0], reward.Min[0], reward.Max[0], reward.Mean[0], reward.Std[0], reward.Q50[0]));
    }

    [Fact]
    public void Digits_survive_far_from_zero()
    {
        var statistics = new StoreStatistics(Manifest(rows: 4));
        statistics.Add(History([1e7f, 1e7f + 1]));
        statistics.Add(History([1e7f + 2, 1e7f + 3]));
        Assert.Equal(Math.Sqrt(1.25), statistics.Columns()["reward"].Std[0], 1e-12);
    }

    [Fact]
    public void Wrong_statistics_are_named_by_their_column()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], HistoryGeneratorTests.Named("walks"));
        var statistics = store.Manifest.Statistics!;
        ManifestFile.Write(store.Folder, store.Manifest with { Statistics = statistics.SetItem("reward", statistics["reward"] with { Mean = [7] }) });
        var fault = Assert.Single(HistoryStore.Open(store.Folder).Verify());
        Assert.Equal((ManifestFile.Name, "reward"), (fault.File, fault.Column));
        Assert.StartsWith("statistic mean is (7); the rows give (", fault.Message, StringComparison.Ordinal);
        ManifestFile.Write(store.Folder, store.Manifest with { Statistics = statistics.Remove("end") });
        Assert.Equal("end", Assert.Single(HistoryStore.Open(store.Folder).Verify()).Column);
    }

    [Fact]
    public void A_store_of_an_earlier_library_has_none_and_is_sound()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], HistoryGeneratorTests.Named("walks"));
        ManifestFile.Write(store.Folder, store.Manifest with { Statistics = null, LibraryCommit = null });
        Assert.Empty(HistoryStore.Open(store.Folder).Verify());
        HistoryGenerator.Generate(store.Folder, HistoryGeneratorTests.Named("walks"));
    }

    static Manifest Manifest(int rows) => new()
    {
        FormatVersion = 1,
        LibraryVersion = "0",
        Observations = new Space.Discrete(1),
        Actions = new Space.Discrete(1),
        Plan = Some.Plan(1) with { Steps = rows },
        Tasks = [],
        Parts = [],
    };

    static LearningHistory History(float[] rewards) => new(0, 0, Some.Task(0), 1, 1, new HistoryColumns
    {
        Observations = new float[rewards.Length],
        Actions = new float[rewards.Length],
        Rewards = rewards,
        LogProbabilities = new float[rewards.Length],
        Updates = new int[rewards.Length],
        Ends = new EpisodeEnd[rewards.Length],
        FinalObservations = [0],
    });
}
