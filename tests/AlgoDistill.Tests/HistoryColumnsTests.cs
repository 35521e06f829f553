namespace AlgoDistill.Tests;

public class HistoryColumnsTests
{
    [Fact]
    public void Rows_come_back_as_they_were_added()
    {
        var builder = new HistoryColumns.Builder(2, 1, capacity: 5);
        builder.Add([1, 2], [3], -0.5f, 4, new Outcome(5, EpisodeEnd.None));
        builder.Add([6, 7], [8], -0.25f, 9, new Outcome(10, EpisodeEnd.Terminated));
        builder.AddFinal([11, 12]);
        var columns = builder.Build();
        Assert.Equal([1, 2, 6, 7], columns.Observations);
        Assert.Equal([3, 8], columns.Actions);
        Assert.Equal([5, 10], columns.Rewards);
        Assert.Equal([-0.5f, -0.25f], columns.LogProbabilities);
        Assert.Equal([4, 9], columns.Updates);
        Assert.Equal([EpisodeEnd.None, EpisodeEnd.Terminated], columns.Ends);
        Assert.Equal([11, 12], columns.FinalObservations);
    }

    [Fact]
    public void More_rows_than_planned_are_refused()
    {
        var builder = new HistoryColumns.Builder(1, 1, capacity: 1);
        builder.Add([0], [0], 0, 0, default);
        Assert.Contains("all 1 rows are filled", Assert.Throws<InvalidOperationException>(() => builder.Add([0], [0], 0, 0, default)).Message, StringComparison.Ordinal);
    }
}
