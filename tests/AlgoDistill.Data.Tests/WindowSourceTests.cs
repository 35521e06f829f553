namespace AlgoDistill.Data.Tests;

/// <summary>Laws of windows over random stores: the same from memory and from a file, whoever takes them, wherever one goes on.</summary>
public class WindowSourceTests
{
    static readonly Space Cell = new Space.Discrete(9, 2), Box = new Space.Box(3, -9, 9), Number = new Space.Discrete(5);

    public static TheoryData<ulong> Seeds { get; } = [1, 2, 3, 4, 5, 6];

    /// <summary>A store of random spaces, lengths and settings.</summary>
    static (HistoryStore Store, WindowSettings Settings) Random(TemporaryFolder folder, ulong seed)
    {
        var rng = new Rng(seed);
        var (observations, actions) = rng.NextInt(2) == 0 ? (Cell, Number) : (Box, Cell);
        var histories = Enumerable.Range(0, 2 + rng.NextInt(6))
            .Select(i => Some.History(observations, actions, rng.NextInt(8) == 0 ? 1 : 1 + rng.NextInt(6000), i, rng.Split((ulong)i))).ToList();
        var settings = new WindowSettings
        {
            Length = 1 + rng.NextInt(300),
            Episodes = rng.NextInt(3) == 0 ? 1 + rng.NextInt(20) : null,
            EveryEpisode = 1 + rng.NextInt(4),
            LastEpisodes = rng.NextInt(3) == 0 ? 1 + rng.NextInt(200) : null,
            LastSteps = rng.NextInt(4) == 0 ? 1 + rng.NextInt(500) : null,
            ByImprovement = rng.NextInt(2) * 0.7,
            Position = rng.NextInt(2) * 3,
            Seed = seed,
        };
        return (Some.Store(folder["store"], observations, actions, histories, perPart: 1 + rng.NextInt(3)), settings);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Windows_from_a_file_are_those_from_memory(ulong seed)
    {
        using var folder = new TemporaryFolder();
        var (store, settings) = Random(folder, seed);
        var (memory, file) = (store.Windows(settings), store.Windows(settings, memory: 0));
        Assert.True(memory.AreInMemory && !file.AreInMemory);
        Assert.Equal((memory.Rows, memory.ObservationWidth, memory.ActionWidth), (file.Rows, file.ObservationWidth, file.ActionWidth));
        HistoryStoreTests.AssertSame(memory.Histories, [.. file.Histories]);
        for (var i = 0; i < 10; i++) AssertSame(memory.Batch(i, 8), file.Batch(i, 8));
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(
            (memory[i].Run, memory[i].Stream, memory[i].Task, memory[i].Episodes, memory[i].Updates), (file[i].Run, file[i].Stream, file[i].Task, file[i].Episodes, file[i].Updates)));
        HistoryStoreTests.AssertSame([.. Enumerable.Range(0, 20).Select(i => memory[i].ToHistory())], [.. Enumerable.Range(0, 20).Select(i => file[i].ToHistory())]);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void No_window_leaves_its_history_and_every_kth_episode_alone_is_kept(ulong seed)
    {
        using var folder = new TemporaryFolder();
        var (store, settings) = Random(folder, seed);
        var windows = store.Windows(settings, memory: 0);
        LearningHistory[] kept = [.. store.ReadHistories().Select(settings.Keep)];
        for (var i = 0; i < 100; i++)
        {
            var (window, history) = (windows[i], kept[windows[i].History]);
            Assert.InRange(window.Length, 1, settings.Length);
            Assert.InRange(window.Start, 0, history.Length - window.Length);
            var rows = window.ToHistory();
            Assert.Equal((history.Run, history.Task), (rows.Run, rows.Task));
            Assert.Equal(history.Columns.Ends[window.Start..(window.Start + window.Length)], rows.Columns.Ends);
            for (var row = 0; row < window.Length; row++) Assert.Equal(history.NextObservation(window.Start + row), rows.NextObservation(row));
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Four_workers_see_what_one_sees_and_any_number_is_a_start(ulong seed)
    {
        using var folder = new TemporaryFolder();
        var (store, settings) = Random(folder, seed);
        var windows = store.Windows(settings, memory: 0);
        var alone = Enumerable.Range(0, 24).Select(i => windows.Batch(i, 4)).ToArray();
        var together = new WindowBatch[24];
        Parallel.For(0, 4, worker =>
        {
            for (var i = worker; i < 24; i += 4) together[i] = windows.Batch(i, 4);
        });
        for (var i = 0; i < 24; i++) AssertSame(alone[i], together[i]);
        AssertSame(alone[17], HistoryStore.Open(store.Folder).Windows(settings, memory: 0).Batch(17, 4));
    }

    static void AssertSame(WindowBatch expected, WindowBatch actual)
    {
        Assert.Equal(expected.Windows.Select(window => (window.History, window.Start, window.Length)), actual.Windows.Select(window => (window.History, window.Start, window.Length)));
        foreach (var (was, now) in new[]
        {
            (expected.Observations, actual.Observations), (expected.Actions, actual.Actions), (expected.Rewards, actual.Rewards), (expected.Mask, actual.Mask),
            (expected.LogProbabilities, actual.LogProbabilities), (expected.NextObservations, actual.NextObservations),
        }) Assert.Equal(was.Select(BitConverter.SingleToInt32Bits), now.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(expected.Ends, actual.Ends);
        Assert.Equal(expected.Steps, actual.Steps);
        Assert.Equal(expected.Episodes, actual.Episodes);
        Assert.Equal(expected.Updates, actual.Updates);
    }
}
