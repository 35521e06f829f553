namespace AlgoDistill.Tests;

/// <summary>What tests ask of learning histories.</summary>
static class Histories
{
    /// <summary>Compares bit by bit.</summary>
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

    /// <summary>Returns of all episodes that have ended.</summary>
    public static double[] WholeReturns(LearningHistory history) =>
        history.EpisodeReturns()[..(history.Outcome(history.Length - 1).End == EpisodeEnd.None ? ^1 : ^0)];
}
