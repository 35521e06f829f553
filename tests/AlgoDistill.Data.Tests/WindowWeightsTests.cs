namespace AlgoDistill.Data.Tests;

/// <summary>Frequencies of histories and places against their exact laws.</summary>
public class WindowWeightsTests
{
    const int Draws = 60_000;
    static readonly Space Observations = new Space.Box(1, -9, 9), Actions = new Space.Discrete(4);

    /// <summary>A history of ten episodes of four steps, whose rewards are 0 but in the last episode.</summary>
    static LearningHistory History(int run, float last)
    {
        var columns = new HistoryColumns.Builder(1, 1, 40);
        for (var row = 0; row < 40; row++)
        {
            columns.Add([row], [0], 0, row, new Outcome(row >= 36 ? last / 4 : 0, row % 4 == 3 ? EpisodeEnd.Truncated : EpisodeEnd.None));
            if (row % 4 == 3) columns.AddFinal([row + 1]);
        }

        return new LearningHistory(run, 0, Some.Task(0), 1, 1, columns.Build());
    }

    static readonly List<LearningHistory> Histories = [History(0, last: 1), History(1, last: 3), History(2, last: -2), History(3, last: 0)];

    static void AssertFrequencies(WindowSettings settings, Func<HistoryWindow, int> key, params double[] expected)
    {
        var windows = new HistoryWindows(Histories, settings);
        var counts = new int[expected.Length];
        for (var i = 0; i < Draws; i++) counts[key(windows[i])]++;
        for (var i = 0; i < counts.Length; i++)
        {
            var error = Math.Sqrt(expected[i] * (1 - expected[i]) / Draws);
            Assert.InRange(counts[i] / (double)Draws, expected[i] - 4.5 * error, expected[i] + 4.5 * error);
        }
    }

    [Fact]
    public void Histories_are_drawn_in_proportion_to_their_weights() =>
        AssertFrequencies(new() { Length = 5, HistoryWeights = [1, 0, 2, 5] }, window => window.History, 1 / 8.0, 0, 2 / 8.0, 5 / 8.0);

    [Fact]
    public void What_improves_more_is_drawn_more_often_and_what_gets_worse_counts_as_no_improvement() =>
        AssertFrequencies(new() { Length = 5, ByImprovement = 0.8 }, window => window.History, 0.05 + 0.2, 0.05 + 0.6, 0.05, 0.05);

    [Fact]
    public void Improvement_multiplies_weights() =>
        AssertFrequencies(new() { Length = 5, ByImprovement = 1, HistoryWeights = [3, 2, 9, 9] }, window => window.History, 3 / 9.0, 6 / 9.0, 0, 0);

    [Theory]
    [InlineData(2.5)]
    [InlineData(-1)]
    [InlineData(30)]
    public void Late_places_are_drawn_more_often_by_the_stated_law(double position)
    {
        double[] expected = [.. Enumerable.Range(0, 5).Select(k => (Math.Exp(position * (k + 1) / 5) - Math.Exp(position * k / 5)) / (Math.Exp(position) - 1))];
        AssertFrequencies(new() { Length = 36, Position = position }, window => window.Start, expected);
        AssertFrequencies(new() { Length = 99, Episodes = 6, Position = position }, window => window.Start / 4, expected);
    }

    [Fact]
    public void Whole_episodes_are_drawn_uniformly_and_cut_at_the_most_steps()
    {
        AssertFrequencies(new() { Length = 99, Episodes = 8 }, window => window.Start / 4, 1 / 3.0, 1 / 3.0, 1 / 3.0);
        foreach (var (length, episodes, rows) in new[] { (99, 3, 12), (10, 3, 10), (99, 30, 40) })
        {
            var windows = new HistoryWindows(Histories, new() { Length = length, Episodes = episodes });
            Assert.All(Enumerable.Range(0, 50), i => Assert.Equal((rows, 0), (windows[i].Length, windows[i].Start % 4)));
        }
    }

    [Fact]
    public void Without_any_improvement_all_are_alike()
    {
        var same = new HistoryWindows([Histories[2], Histories[3]], new() { Length = 5, ByImprovement = 1 });
        Assert.Equal(2, Enumerable.Range(0, 50).Select(i => same[i].History).Distinct().Count());
    }

    [Fact]
    public void Improvement_is_the_last_tenth_less_the_first()
    {
        Assert.Equal([1, 3, 0, 0], Histories.Select(Improvement.Of));
        var one = History(0, last: 1).LastEpisodes(1);              // one episode: step by step
        Assert.Equal(0, Improvement.Of(one));
    }

    [Theory]
    [InlineData(1.0, 2.0)]
    [InlineData(1.0, 1.0, 1.0, -1.0)]
    [InlineData(0.0, 0.0, 0.0, 0.0)]
    [InlineData(1.0, 1.0, 1.0, double.NaN)]
    [InlineData(1.0, 1.0, 1.0, double.PositiveInfinity)]
    public void Weights_that_do_not_fit_are_refused(params double[] weights) =>
        Assert.Throws<ArgumentException>(() => new HistoryWindows(Histories, new() { Length = 5, HistoryWeights = weights }));
}
