namespace AlgoDistill.Data.Tests;

public class HistoryWindowsTests
{
    static readonly Space Observations = new Space.Box(2, -9, 9), Actions = new Space.Discrete(4);
    static readonly List<LearningHistory> Histories = Some.Histories(Observations, Actions, count: 6, length: 20);

    static HistoryWindows Windows(int length, int every = 1) => new(Histories, new WindowSettings { Length = length, EveryEpisode = every, Seed = 7 });

    [Fact]
    public void A_window_holds_consecutive_rows_of_one_history()
    {
        var batch = Windows(8).Batch(index: 3, size: 50);
        for (var i = 0; i < 50; i++)
        {
            var (history, start) = (Histories[batch.Windows[i].History], batch.Windows[i].Start);
            Assert.Equal(8, batch.Windows[i].Length);
            Assert.InRange(start, 0, history.Length - 8);
            for (var t = 0; t < 8; t++) AssertRow(batch, i, t, history, start + t);
        }
    }

    static void AssertRow(WindowBatch batch, int window, int t, LearningHistory history, int row)
    {
        var at = window * batch.Length + t;
        Assert.Equal(history.Observation(row), batch.Observations.AsSpan(at * 2, 2));
        Assert.Equal(history.NextObservation(row), batch.NextObservations.AsSpan(at * 2, 2));
        Assert.Equal(history.Action(row)[0], batch.Actions[at]);
        Assert.Equal(history.Outcome(row), new Outcome(batch.Rewards[at], batch.Ends[at]));
        Assert.Equal((history.Columns.LogProbabilities[row], 1f), (batch.LogProbabilities[at], batch.Mask[at]));
        Assert.Equal((row, history.EpisodeOf(row), history.Columns.Updates[row]), (batch.Steps[at], batch.Episodes[at], batch.Updates[at]));
    }

    [Fact]
    public void A_history_shorter_than_the_window_is_whole_and_padded_with_zeros()
    {
        var windows = Windows(23); // histories have 20 to 25 rows
        var batch = windows.Batch(0, 40);
        Assert.Contains(batch.Windows, window => window.Length < 23);
        for (var i = 0; i < 40; i++)
        {
            var length = batch.Windows[i].Length;
            Assert.Equal(Math.Min(23, Histories[batch.Windows[i].History].Length), length);
            for (var at = i * 23 + length; at < (i + 1) * 23; at++)
            {
                Assert.Equal((0f, 0f, 0f, 0f, EpisodeEnd.None), (batch.Mask[at], batch.Rewards[at], batch.Actions[at], batch.LogProbabilities[at], batch.Ends[at]));
                Assert.Equal((0, 0, 0), (batch.Steps[at], batch.Episodes[at], batch.Updates[at]));
                Assert.Equal([0, 0, 0, 0], [.. batch.Observations.AsSpan(at * 2, 2), .. batch.NextObservations.AsSpan(at * 2, 2)]);
            }
        }
    }

    [Fact]
    public void A_batch_depends_on_seed_and_number_alone()
    {
        var (windows, again) = (Windows(8), Windows(8));
        var straight = Enumerable.Range(0, 5).Select(i => windows.Batch(i, 4).Windows.ToArray()).ToArray();
        foreach (var i in new[] { 4, 0, 2 }) Assert.Equal(Places(straight[i]), Places(again.Batch(i, 4).Windows));
        Assert.Equal(Places(straight.SelectMany(batch => batch)), Places(Enumerable.Range(0, 20).Select(i => again[i])));
        Assert.NotEqual(Places(straight[0]), Places(new HistoryWindows(Histories, new WindowSettings { Length = 8, Seed = 8 }).Batch(0, 4).Windows));

        static IEnumerable<(int, int)> Places(IEnumerable<HistoryWindow> windows) => windows.Select(window => (window.Run, window.Start));
    }

    [Fact]
    public void Histories_and_places_are_drawn_uniformly()
    {
        var windows = Windows(20);
        var counts = Enumerable.Range(0, 60_000).Select(i => windows[i]).CountBy(window => (window.Run, window.Start)).ToDictionary();
        foreach (var history in Histories)
            for (var start = 0; start <= history.Length - 20; start++)
                Assert.InRange(counts[(history.Run, start)] * 6.0 * (history.Length - 19) / 60_000, 0.85, 1.15); // 3.9 standard errors of the rarest
    }

    [Fact]
    public void Every_kth_episode_alone_is_seen()
    {
        var windows = Windows(5, every: 3);
        for (var i = 0; i < Histories.Count; i++)
            Assert.Equal(Histories[i].EveryEpisode(3).Columns.Rewards, windows.Histories[i].Columns.Rewards);
        Assert.Equal(windows.Histories.Sum(history => history.Length), windows.Rows);
    }

    [Fact]
    public void Expert_distillation_sees_the_end_alone()
    {
        var episodes = new HistoryWindows(Histories, new WindowSettings { Length = 5, LastEpisodes = 2 });
        Assert.All(episodes.Histories, history => Assert.Equal(2, history.Episodes));
        var steps = new HistoryWindows(Histories, new WindowSettings { Length = 5, LastSteps = 7 });
        foreach (var (kept, history) in steps.Histories.Zip(Histories))
        {
            Assert.Equal(history.Columns.Rewards[^7..], kept.Columns.Rewards);
            for (var row = 0; row < 7; row++) Assert.Equal(history.NextObservation(history.Length - 7 + row), kept.NextObservation(row));
        }
    }

    [Fact]
    public void A_window_says_what_it_spans()
    {
        var windows = Windows(9);
        for (var i = 0; i < 20; i++)
        {
            var (window, history) = (windows[i], Histories[windows[i].History]);
            var last = window.Start + 8;
            Assert.Equal((history.Run, history.Stream, history.Task), (window.Run, window.Stream, window.Task));
            Assert.Equal((window.Start / 3, last / 3), window.Updates); // an update every third row
            Assert.Equal((history.EpisodeOf(window.Start), history.EpisodeOf(last)), window.Episodes);
            Assert.Equal(history.Columns.Rewards[window.Start..(last + 1)], window.ToHistory().Columns.Rewards);
        }
    }

    [Fact]
    public void A_batch_of_the_right_size_is_filled_again()
    {
        var windows = Windows(23);
        var first = windows.Batch(0, 4);
        var second = windows.Batch(1, 4, first);
        Assert.Same(first, second);
        Assert.Equal(windows.Batch(1, 4).Rewards, second.Rewards);
        Assert.Equal(windows.Batch(1, 4).Mask, second.Mask);
        Assert.NotSame(second, windows.Batch(1, 5, second));
    }

    [Fact]
    public void Histories_that_do_not_fit_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new HistoryWindows([], new WindowSettings { Length = 5 }));
        Assert.Throws<ArgumentException>(() => new HistoryWindows([Histories[0], .. Some.Histories(Actions, Actions)], new WindowSettings { Length = 5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WindowSettings { Length = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new WindowSettings { Length = 1, LastSteps = 0 });
    }
}
