using System.Globalization;
using ScottPlot;
using ScottPlot.Colormaps;
using ScottPlot.TickGenerators;

namespace AlgoDistill.Reports;

/// <summary>Where an algorithm goes on a grid in its first and its last episodes, task by task.</summary>
public static class VisitFigure
{
    // More would not fit beside each other at a readable size.
    const int MostTasks = 4;
    const int CellPixels = 16, LargestPanel = 180, MostNumbers = 12;
    const float LeftAxis = 58.5f, BottomAxis = 44.5f, TopTitle = 30.5f, Gap = 8.5f, ScaleGap = 20.5f, ScaleNumbers = 80.5f;
    const int ScaleWidth = 16, ShadeCount = 64;

    // The colours are of the square root, which shows cells that are passed through beside one that is stood upon.
    static readonly CustomInterpolated Shades = new([.. new[] { "#f3f5f7", "#9ecae1", "#2171b5", "#08306b" }.Select(Color.FromHex)]);
    static readonly double[] Shares = [0, 0.05, 0.2, 0.5, 1];

    /// <summary>Draws maps for up to four tasks, spread over those of <paramref name="run"/>.</summary>
    /// <param name="name">Name of the figure's files.</param>
    /// <param name="run">Histories on a grid, of more than one episode.</param>
    /// <param name="cells">The observations: a discrete space of two components.</param>
    /// <param name="first">Episodes of the upper row, from the start.</param>
    /// <param name="last">Episodes of the lower row, up to the end.</param>
    public static Figure Create(string name, AlgorithmRun run, Space.Discrete cells, int first, int last)
    {
        var byTask = run.Histories.GroupBy(history => history.Task).OrderBy(group => group.Key.Index).ToArray();
        var shown = LearningCurve.Thin(byTask.Length, MostTasks).Select(i => byTask[i]).ToArray();
        (string, Func<LearningHistory, IEnumerable<int>>)[] parts =
        [
            (Part("first", first), history => Enumerable.Range(0, Math.Min(first, history.Episodes))),
            (Part("last", last), history => Enumerable.Range(0, history.Episodes).TakeLast(last)),
        ];
        Visits[] maps = [.. parts.SelectMany(part =>
            shown.Select(group => new Visits($"task {group.Key}", part.Item1, cells.Count, [.. group], part.Item2)))];
        var title = $"Cells visited by {run.Label}";
        var caption = $"Share of steps that {run.Label} spends on each cell, over all its streams on a held-out task; circles mark cells that paid.";
        return new Figure(name, title, caption, () => Draw(maps, cells.Count), Data(name, title, maps));
    }

    static string Part(string which, int episodes) => episodes == 1 ? $"{which} episode" : $"{which} {episodes} episodes";

    // Maps before in the upper row and after in the lower one, and what their colours mean at the right.
    static Drawing Draw(Visits[] maps, int size)
    {
        var columns = maps.Length / 2;
        var pixels = Math.Min(size * CellPixels, LargestPanel);
        var rows = maps.Select((map, i) => Map(map, size, pixels, i % columns == 0, i < columns)).Chunk(columns).ToArray();
        return Drawing.Of([[.. rows[0], Scale(pixels)], rows[1]], spacing: 0);
    }

    static Panel Map(Visits map, int size, int pixels, bool first, bool upper)
    {
        PixelPadding padding = new(first ? LeftAxis : Gap, Gap, upper ? Gap : BottomAxis, upper ? TopTitle : Gap);
        var plot = Look.Plot("", pixels, padding);
        plot.Grid.IsVisible = false;
        plot.Axes.Bottom.FrameLineStyle.IsVisible = false;
        (plot.Axes.Bottom.IsVisible, plot.Axes.Left.IsVisible) = (!upper, first);
        (plot.Axes.Bottom.Label.Text, plot.Axes.Left.Label.Text) = ("x", $"{map.Part}\ny");
        var numbers = Enumerable.Range(0, size).Where(cell => cell % ((size + MostNumbers - 1) / MostNumbers) == 0);
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. numbers.Select(x => Tick.Major(x, $"{x}"))]);
        plot.Axes.Left.TickGenerator = new NumericManual([.. numbers.Select(y => Tick.Major(Up(y), $"{y}"))]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.SetLimits(-0.5, size - 0.5, -0.5, size - 0.5);
        if (upper) Title(plot, map.Task);
        plot.Add.Bars((Bar[])[.. map.Cells().Select(cell => new Bar
        {
            Position = cell.X, ValueBase = Up(cell.Y) - 0.5, Value = Up(cell.Y) + 0.5, Size = 1,
            FillColor = Shades.GetColor(Math.Sqrt(cell.Share)), LineColor = Colors.White, LineWidth = 1,
        })]);
        var paid = map.Cells().Where(cell => cell.Paid).Select(cell => new Coordinates(cell.X, Up(cell.Y))).ToArray();
        plot.Add.Markers(paid, MarkerShape.OpenCircle, 11, Color.FromHex("#d55e00")).MarkerLineWidth = 2.2f;
        return new Panel(plot, pixels + (int)padding.Horizontal, pixels + (int)padding.Vertical, [.. map.Shown().Select(cell => new Hover(plot,
            new CoordinateRect(cell.X - 0.5, cell.X + 0.5, Up(cell.Y) - 0.5, Up(cell.Y) + 0.5), Text(map, cell)))]);

        int Up(int y) => size - 1 - y;
    }

    static string Text(Visits map, (int X, int Y, double Share, bool Paid) cell) => string.Create(CultureInfo.InvariantCulture,
        $"{map.Task}, {map.Part}\nx {cell.X}, y {cell.Y}: {cell.Share:0.0%} of steps{(cell.Paid ? ", paid" : "")}");

    static Panel Scale(int pixels)
    {
        PixelPadding padding = new(ScaleGap, ScaleNumbers, Gap, TopTitle);
        var plot = Look.Plot("", ScaleWidth, padding);
        plot.Grid.IsVisible = false;
        (plot.Axes.Bottom.IsVisible, plot.Axes.Left.IsVisible, plot.Axes.Right.IsVisible) = (false, false, true);
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Right.TickGenerator = new NumericManual([.. Shares.Select(share => Tick.Major(Math.Sqrt(share), $"{100 * share:0}%"))]);
        plot.Axes.SetLimits(0, 1, 0, 1);
        plot.Axes.SetLimitsY(0, 1, plot.Axes.Right);
        Title(plot, "share of steps");
        (plot.Axes.Title.Label.Alignment, plot.Axes.Title.Label.OffsetX) = (Alignment.LowerLeft, -ScaleWidth / 2f);
        // Each shade covers the one below it from its place on, so that there are no seams
        plot.Add.Bars((Bar[])[.. Enumerable.Range(0, ShadeCount).Select(i => new Bar
        {
            Position = 0.5, ValueBase = (double)i / ShadeCount, Value = 1, Size = 1, FillColor = Shades.GetColor((i + 0.5) / ShadeCount), LineWidth = 0,
        })]);
        return new Panel(plot, ScaleWidth + (int)padding.Horizontal, pixels + (int)padding.Vertical, []);
    }

    static void Title(Plot plot, string text)
    {
        var label = plot.Axes.Title.Label;
        Look.Style(label, FigureFont.Regular, Look.TextSize, Colors.Black);
        (label.Text, label.Alignment, label.OffsetX, label.OffsetY) = (text, Alignment.LowerCenter, 0, -Gap);
    }

    static DataTable Data(string name, string title, Visits[] maps) => new(name, title,
        [new Column("Task"), new Column("Part"), new Column("x", ColumnKind.Number, "0"), new Column("y", ColumnKind.Number, "0"),
            new Column("Share of steps", ColumnKind.Number), new Column("Paid")],
        [.. maps.SelectMany(map => map.Shown().Select(cell => new Cell[] { map.Task, map.Part, cell.X, cell.Y, cell.Share, cell.Paid ? "yes" : "" }))])
    {
        Grouped = true,
    };

    /// <summary>The cells that some episodes of some histories of one task led to.</summary>
    sealed class Visits
    {
        readonly long[,] visits;
        readonly bool[,] paid;
        readonly int size;
        long steps;

        public Visits(string task, string part, int size, LearningHistory[] histories, Func<LearningHistory, IEnumerable<int>> episodes)
        {
            (Task, Part, this.size, visits, paid) = (task, part, size, new long[size, size], new bool[size, size]);
            foreach (var history in histories)
            {
                for (var row = 0; row < history.Length; row++) if (history.Columns.Rewards[row] > 0) paid[X(history, row), Y(history, row)] = true;
                foreach (var (start, length) in episodes(history).Select(history.Episode)) Count(history, start, start + length);
            }
        }

        public string Task { get; }

        public string Part { get; }

        public IEnumerable<(int X, int Y, double Share, bool Paid)> Cells() =>
            from y in Enumerable.Range(0, size) from x in Enumerable.Range(0, size) select (x, y, (double)visits[x, y] / steps, paid[x, y]);

        /// <summary>The cells of which there is something to say.</summary>
        public IEnumerable<(int X, int Y, double Share, bool Paid)> Shown() => Cells().Where(cell => cell.Share > 0 || cell.Paid);

        void Count(LearningHistory history, int from, int to)
        {
            for (var row = from; row < to; row++) visits[X(history, row), Y(history, row)]++;
            steps += to - from;
        }

        static int X(LearningHistory history, int row) => (int)history.NextObservation(row)[0];

        static int Y(LearningHistory history, int row) => (int)history.NextObservation(row)[1];
    }
}
