namespace AlgoDistill.Reports.Tests;

public sealed class FigureTests
{
    [Theory]
    [InlineData("learning-curves")]
    [InlineData("task-returns")]
    [InlineData("training-losses")]
    public void BanditFiguresAreAsExpected(string name) => Check(Synthetic.Bandit(), name);

    [Theory]
    [InlineData("learning-curves")]
    [InlineData("visits-1-1")]
    public void GridFiguresAreAsExpected(string name) => Check(Synthetic.Grid(), name);

    [Fact]
    public void LossesThatAreNotPositiveAreDrawnLinearly()
    {
        LossCurve curve = new("m", [.. new[] { 4.0, -1 }.Select((loss, step) => new LossPoint(step, new Dictionary<string, double> { ["state"] = loss }))]);
        Assert.Contains("\"title\":\"Loss (nats)\"", LossFigure.Create("l", "L", [curve]).Spec.ToJsonString(), StringComparison.Ordinal);
        var drawn = LossFigure.Create("l", "L", [curve], LossScale.Logarithmic).Spec["concat"]![0]!["data"]!.ToJsonString();
        Assert.DoesNotContain("-1", drawn, StringComparison.Ordinal);
    }

    static void Check(LearningReport report, string name)
    {
        var figure = report.Build().Sections.SelectMany(section => section.Figures).Single(figure => figure.Name == name);
        var file = $"{(report.Tasks.Horizon == 6 ? "bandit" : "grid")}-{name}";
        Expected.Text($"{file}.json", Report.Json(figure.Spec));
        Expected.Text($"{file}.txt", figure.Data.ToText());
    }
}
