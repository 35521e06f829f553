namespace AlgoDistill.Reports.Tests;

public sealed class MeasureTests
{
    static readonly LearningHistory Single = Synthetic.History(0, 1, 4, (_, step) => step);
    static readonly LearningHistory Several = Synthetic.History(0, 3, 2, (episode, _) => episode);

    [Fact]
    public void SingleEpisodesAreMeasuredByTrial()
    {
        var measure = Measure.For([Single], horizon: 4);
        Assert.Equal(("trial", "reward"), (measure.Unit, measure.Value));
        Assert.Equal([0.0, 1, 2, 3], measure.Of(Single));
        Assert.Equal(0.5, measure.Reference(2));
    }

    [Fact]
    public void SeveralEpisodesAreMeasuredByReturn()
    {
        var measure = Measure.For([Single, Several], horizon: 4);
        Assert.Equal(("episode", "return"), (measure.Unit, measure.Value));
        Assert.Equal([0.0, 2, 4], measure.Of(Several));
        Assert.Equal(2, measure.Reference(2));
    }

    [Fact]
    public void AnUnfinishedLastEpisodeHasNoReturn() =>
        Assert.Equal([0.0, 2], Measure.For([Several], 2).Of(Synthetic.History(0, 3, 2, (episode, _) => episode, finished: false)));

    [Fact]
    public void StreamsAreCutToWhatAllOfThemReached()
    {
        var streams = Measure.For([Several], 2).Of([Several, Synthetic.History(1, 2, 2, (_, _) => 1)]);
        Assert.Equal([[0.0, 2], [2, 2]], streams);
    }
}
