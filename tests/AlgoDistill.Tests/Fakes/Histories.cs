namespace AlgoDistill.Tests;

/// <summary>Compares learning histories bit by bit.</summary>
static class Histories
{
    public static void AssertEqual(LearningHistory expected, LearningHistory actual)
    {
        Assert.Equal(expected.Task, actual.Task);
        var (x, y) = (expected.Columns, actual.Columns);
        Assert.Equal(x.Observations, y.Observations);
        Assert.Equal(x.Actions, y.Actions);
        Assert.Equal(x.Rewards, y.Rewards);
        Assert.Equal(x.LogProbabilities, y.LogProbabilities);
        Assert.Equal(x.Updates, y.Updates);
        Assert.Equal(x.Ends, y.Ends);
        Assert.Equal(x.FinalObservations, y.FinalObservations);
    }
}
