namespace AlgoDistill.Reports;

/// <summary>The losses of one model after some updates.</summary>
/// <param name="Step">Updates done.</param>
/// <param name="Losses">Loss of each head, and whatever else is to be drawn beside them.</param>
public sealed record LossPoint(int Step, IReadOnlyDictionary<string, double> Losses);

/// <summary>How the losses of one model fell in training.</summary>
/// <param name="Model">What the reader shall call it.</param>
/// <param name="Points">In the order of training.</param>
public sealed record LossCurve(string Model, IReadOnlyList<LossPoint> Points);

/// <summary>How an axis of losses is divided.</summary>
public enum LossScale
{
    /// <summary>Logarithmic when all losses are positive and the largest is at least ten times the smallest.</summary>
    Automatic,

    /// <summary>Linear.</summary>
    Linear,

    /// <summary>Logarithmic; losses that are not positive are left out.</summary>
    Logarithmic,
}

/// <summary>Training losses, one panel a model, one line a head.</summary>
public static class LossFigure
{
    const int MostPoints = 300;
    const double AutomaticRatio = 10;

    /// <summary>Draws the panels.</summary>
    /// <param name="name">Name of the figure's files.</param>
    /// <param name="title">What the figure shows.</param>
    /// <param name="models">At least one, each with at least one point.</param>
    /// <param name="scale">How the axes of losses are divided.</param>
    public static Figure Create(string name, string title, IReadOnlyList<LossCurve> models, LossScale scale = LossScale.Automatic)
    {
        LossCurve[] shown = [.. models.Select(model => Shown(model, scale))];
        return new Figure(name, title, "Training loss of each head, in nats; each point is one logged update.",
            () => Drawing.InPairs(Panels(shown, scale)), Data(name, title, shown));
    }

    static IEnumerable<string> Heads(LossCurve model) => model.Points.SelectMany(point => point.Losses.Keys).Distinct();

    static LossCurve Shown(LossCurve model, LossScale scale)
    {
        var log = IsLogarithmic(model, scale);
        return model with
        {
            Points = [.. LearningCurve.Thin(model.Points.Count, MostPoints).Select(i => model.Points[i]).Select(point => point with
            {
                Losses = point.Losses.Where(loss => double.IsFinite(loss.Value) && (loss.Value > 0 || !log)).ToDictionary(),
            })],
        };
    }

    static bool IsLogarithmic(LossCurve model, LossScale scale)
    {
        double[] all = [.. model.Points.SelectMany(point => point.Losses.Values).Where(double.IsFinite)];
        return scale == LossScale.Logarithmic
            || (scale == LossScale.Automatic && all.Length > 0 && all.All(loss => loss > 0) && all.Max() >= AutomaticRatio * all.Min());
    }

    static IEnumerable<Panel> Panels(LossCurve[] models, LossScale scale)
    {
        var styles = Palette.For(models.SelectMany(Heads)).ToDictionary(style => style.Label);
        return models.Select(model =>
        {
            var log = IsLogarithmic(model, scale);
            PanelLine[] lines = [.. Heads(model).Select(head => Line(model, head, styles[head]))];
            return new LinePanel
            {
                Title = model.Model,
                Lines = lines,
                XTitle = "Update",
                YTitle = log ? "Loss (nats, log scale)" : "Loss (nats)",
                LogY = log,
                Y = LinePanel.Range(lines, [], log),
                Size = models.Length == 1 ? (600, 300) : (340, 240),
            }.Draw();
        });
    }

    static PanelLine Line(LossCurve model, string head, SeriesStyle style) => new(style,
        [.. model.Points.Where(point => point.Losses.ContainsKey(head)).Select(point => ((double)point.Step, Interval.Exact(point.Losses[head])))]);

    static DataTable Data(string name, string title, IReadOnlyList<LossCurve> models)
    {
        var heads = models.SelectMany(Heads).Distinct().ToArray();
        return new DataTable(name, title,
            [new Column("Model"), new Column("Update", ColumnKind.Number, "0"), .. heads.Select(head => new Column(head, ColumnKind.Number, "0.0000"))],
            [.. models.SelectMany(model => model.Points.Select(point => Row(model.Model, point)))]) { Grouped = true };

        IReadOnlyList<Cell> Row(string model, LossPoint point) =>
            [model, point.Step, .. heads.Select(head => (Cell)(point.Losses.TryGetValue(head, out var loss) ? loss : (double?)null))];
    }
}
