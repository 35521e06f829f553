namespace AlgoDistill.Reports.Tests;

public sealed class LearningReportTests
{
    [Fact]
    public void TheTableOfResultsIsAsExpected()
    {
        Expected.Text("bandit-results.txt", Synthetic.Bandit().ResultTable().ToText());
        Expected.Text("grid-results.txt", Synthetic.Grid().ResultTable().ToText());
    }

    [Fact]
    public void MeansScoresAndFractionsAreThoseOfTheHistories()
    {
        var rows = Synthetic.Bandit().Results();
        var model = rows.Single(row => row is { Set: "in distribution", Label: "Model" });
        // Streams start at 0, 0.25 and 0.5 and gain 0.45 evenly; the references of a trial are 1 and 0.125.
        Assert.Equal(0.25 + 0.45 / 2, model.Mean.Mean, 6);
        Assert.Equal((0.475 - 0.125) / 0.875, model.Score, 6);
        Assert.Equal(0.475 / 0.5, model.OfSource!.Value, 6);
        Assert.Equal(0.25, model.First!.Value.Mean, 6);
        Assert.Equal(0.7, model.Last!.Value.Mean, 6);
        Assert.Equal((3, 6), (model.Streams, model.Units));
    }

    [Fact]
    public void ReferencesAreListedAfterTheAlgorithms()
    {
        var rows = Synthetic.Bandit().Results().Where(row => row.Set == "shifted").ToArray();
        Assert.Equal(["UCB", "Model", "Expert", "Optimal", "Uniform random"], rows.Select(row => row.Label));
        Assert.Equal((1, 0.0), (rows[3].Score, rows[4].Score));
        Assert.Null(rows[3].Role);
    }

    [Fact]
    public void HistoriesOfAnotherLengthAreNoFractionOfTheSource() =>
        Assert.Null(Synthetic.Grid().Results().Single(row => row.Label == "Model").OfSource);

    [Fact]
    public void FirstAndLastPartsAreCountedAsAsked()
    {
        var row = (Synthetic.Grid() with { First = 2, Last = 1 }).Results()[0];
        Assert.Equal((0.75, 1.0), (row.First!.Value.Mean, row.Last!.Value.Mean)); // task 1 fails its first episode
    }

    [Fact]
    public void TheSameSeedGivesTheSameReport() => Assert.Equal(Synthetic.Bandit().Results(), Synthetic.Bandit().Results());

    [Fact]
    public void EmptyAndAmbiguousComparisonsAreErrors()
    {
        var run = Synthetic.Bandit().Sets[0].Runs[0];
        AssertError("at least one evaluation set");
        AssertError("\"s\" has no algorithm", new EvaluationSet("s", []));
        AssertError("\"UCB\" has no history", new EvaluationSet("s", [run with { Histories = [] }]));
        AssertError("has \"UCB\" more than once", new EvaluationSet("s", [run, run]));
        AssertError("\"UCB\" has different roles", new EvaluationSet("s", [run]), new EvaluationSet("t", [run with { Role = AlgorithmRole.Distilled }]));
    }

    static void AssertError(string message, params EvaluationSet[] sets) => Assert.Contains(message,
        Assert.Throws<ArgumentException>(() => Synthetic.Bandit() with { Sets = sets }).Message, StringComparison.Ordinal);
}
