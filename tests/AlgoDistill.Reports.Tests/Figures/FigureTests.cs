using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using ScottPlot;
using ScottPlot.Plottables;

namespace AlgoDistill.Reports.Tests;

public sealed class FigureTests
{
    [Theory]
    [InlineData("learning-curves")]
    [InlineData("task-returns")]
    [InlineData("training-losses")]
    public void BanditFiguresAreAsExpected(string name) => Check("bandit", Synthetic.Bandit(), name);

    [Theory]
    [InlineData("learning-curves")]
    [InlineData("visits-1-1")]
    public void GridFiguresAreAsExpected(string name) => Check("grid", Synthetic.Grid(), name);

    [Fact]
    public void TheMarksOfEveryFigureSayWhatItsTableSays()
    {
        foreach (var figure in Synthetic.Figures())
        {
            string[] said = [.. XDocument.Parse(figure.ToSvg()).Descendants("{http://www.w3.org/2000/svg}title").Select(title => title.Value)];
            Assert.NotEmpty(said);
            Assert.Equal(InWords(figure).Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void LinesLieWhereTheTableSays()
    {
        foreach (var figure in Synthetic.Figures().Where(figure => figure.Name == "learning-curves"))
        {
            var drawn = figure.Plot().GetPlots().SelectMany(plot => plot.GetPlottables<Scatter>()).SelectMany(line => line.Data.GetScatterPoints()).Select(point => point.Y);
            var columns = Enumerable.Range(0, figure.Data.Columns.Count).Where(column => figure.Data.Columns[column].Kind == ColumnKind.Interval);
            Assert.Equal(columns.SelectMany(column => figure.Data.Rows.Select(row => row[column].Number?.Mean).OfType<double>()), drawn);
        }
    }

    [Fact]
    public void LevelsLieWhereTheTableSays()
    {
        foreach (var figure in Synthetic.Figures().Where(figure => figure.Name == "learning-curves"))
        {
            var levels = figure.Plot().GetPlots().SelectMany(plot => plot.GetPlottables<HorizontalLine>()).Select(level => level.Y);
            var columns = figure.Data.Columns.Select((column, i) => (column, i)).Where(one => one.column.Title.EndsWith("Optimal", StringComparison.Ordinal)
                || one.column.Title.EndsWith("Random", StringComparison.Ordinal));
            Assert.Equal(columns.Select(one => figure.Data.Rows[0][one.i].Number!.Value.Mean), levels);
        }
    }

    [Fact]
    public void APlotIsNewEachTimeAndCanBeChanged()
    {
        var figure = Synthetic.Figures()[0];
        var before = figure.ToSvg();
        figure.Plot().GetPlot(0).Add.HorizontalLine(0.5);
        Assert.Equal(before, figure.ToSvg());
    }

    [Fact]
    public void APictureHasTwoDotsAPixelUnlessAskedOtherwise()
    {
        var (figure, drawing) = (Synthetic.Figures()[0], Synthetic.Figures()[0].Draw());
        Assert.Equal((2 * drawing.Width, 2 * drawing.Height), Size(figure.ToPng()));
        Assert.Equal((drawing.Width, drawing.Height), Size(figure.ToPng(scale: 1)));

        static (int, int) Size(byte[] png) => (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    [Fact]
    public void TheEndingSaysTheFormatAndAnyOtherIsAnError()
    {
        var (figure, folder) = (Synthetic.Figures()[0], Directory.CreateTempSubdirectory("figure-"));
        string Begin(string ending)
        {
            var path = Path.Combine(folder.FullName, "f" + ending);
            figure.Save(path);
            return Encoding.Latin1.GetString(File.ReadAllBytes(path)[..4]);
        }

        Assert.Equal(["<svg", "\u0089PNG", "%PDF"], Figure.Endings.Select(Begin));
        Assert.Contains("is \".bmp\"; allowed is .svg, .png, .pdf", Assert.Throws<ArgumentException>(() => Begin(".bmp")).Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void LossesThatAreNotPositiveAreDrawnLinearly()
    {
        LossCurve curve = new("m", [.. new[] { 4.0, -1 }.Select((loss, step) => new LossPoint(step, new Dictionary<string, double> { ["state"] = loss }))]);
        Assert.Equal("Loss (nats)", LossFigure.Create("l", "L", [curve]).Plot().GetPlot(0).Axes.Left.Label.Text);
        var logarithmic = LossFigure.Create("l", "L", [curve], LossScale.Logarithmic);
        Assert.Equal([new Coordinates(0, Math.Log10(4))], logarithmic.Plot().GetPlot(0).GetPlottables<Scatter>().Single().Data.GetScatterPoints());
        Assert.Equal(InWords(logarithmic), ["state\nUpdate 0: 4"]);
    }

    static void Check(string report, LearningReport comparison, string name)
    {
        var figure = comparison.Build().Sections.SelectMany(section => section.Figures).Single(figure => figure.Name == name);
        Expected.Text($"{report}-{name}.svg", figure.ToSvg());
        Expected.Text($"{report}-{name}.txt", figure.Data.ToText());
    }

    // What each mark says, from the table alone
    static IEnumerable<string> InWords(Figure figure)
    {
        var (columns, name) = (figure.Data.Columns, figure.Name.Split('-')[0]);
        foreach (var row in figure.Data.Rows)
        {
            if (name == "task")
            {
                if (row[1].Text!.Length > 0) yield return $"{row[1].Text}, {row[2].Text}: {row[3].Show("G4")}";
            }
            else if (name == "visits")
            {
                yield return $"{row[0].Text}, {row[1].Text}\nx {row[2].Show("0")}, y {row[3].Show("0")}: {row[4].Show("0.0%")} of steps{(row[5].Text == "yes" ? ", paid" : "")}";
            }
            else
            {
                var at = columns[0].Kind == ColumnKind.Text ? 1 : 0; // losses name the model first
                for (var i = at + 1; i < columns.Count; i++)
                    if (row[i].Number is not null && (at == 1 || columns[i].Kind == ColumnKind.Interval))
                        yield return $"{columns[i].Title.Split(": ")[^1]}\n{columns[at].Title} {row[at].Show("0")}: {row[i].Show("G4")}";
            }
        }
    }
}
