using System.Text.Json.Nodes;

namespace AlgoDistill.Reports;

/// <summary>Where an algorithm goes on a grid in its first and its last episodes, task by task.</summary>
public static class VisitFigure
{
    // More would not fit beside each other at a readable size.
    const int MostTasks = 4;
    const int CellPixels = 16, LargestPanel = 180;

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
        return new Figure(name, title, caption, Specification(title, maps, cells.Count), Data(name, title, maps));
    }

    static string Part(string which, int episodes) => episodes == 1 ? $"{which} episode" : $"{which} {episodes} episodes";

    static JsonObject Specification(string title, Visits[] maps, int size)
    {
        var pixels = Math.Min(size * CellPixels, LargestPanel);
        var specification = VegaLite.Specification(title, spacing: 14);
        specification["data"] = VegaLite.Data(maps.SelectMany(map => map.Rows()));
        specification["facet"] = new JsonObject
        {
            ["row"] = Facet("part", maps.Select(map => map.Part)),
            ["column"] = Facet("task", maps.Select(map => map.Task)),
        };
        specification["spec"] = new JsonObject { ["width"] = pixels, ["height"] = pixels, ["layer"] = new JsonArray(Cells(), Paid()) };
        return specification;
    }

    static JsonObject Facet(string field, IEnumerable<string> values) =>
        new() { ["field"] = field, ["type"] = "nominal", ["title"] = null, ["sort"] = VegaLite.Texts(values.Distinct()) };

    static JsonObject Cells() => new()
    {
        ["mark"] = new JsonObject { ["type"] = "rect", ["stroke"] = "white", ["strokeWidth"] = 1 },
        ["encoding"] = new JsonObject
        {
            ["x"] = Axis("x"),
            ["y"] = Axis("y"),
            ["color"] = new JsonObject
            {
                ["field"] = "share",
                ["type"] = "quantitative",
                // The square root shows cells that are passed through beside one that is stood upon.
                ["scale"] = JsonNode.Parse("""
                    { "type": "sqrt", "domain": [0, 1], "range": ["#f3f5f7", "#9ecae1", "#2171b5", "#08306b"], "interpolate": "lab" }
                    """),
                ["legend"] = JsonNode.Parse("""
                    { "title": "share of steps", "format": "~%", "gradientLength": 140, "values": [0, 0.05, 0.2, 0.5, 1] }
                    """),
            },
            ["tooltip"] = VegaLite.Tooltip(("x", "x"), ("y", "y"), ("share", "share of steps")),
        },
    };

    static JsonObject Paid() => new()
    {
        ["transform"] = JsonNode.Parse("""[{ "filter": "datum.paid" }]"""),
        ["mark"] = JsonNode.Parse("""
            { "type": "point", "shape": "circle", "size": 90, "strokeWidth": 2.2, "color": "#d55e00", "filled": false, "opacity": 1 }
            """),
        ["encoding"] = new JsonObject { ["x"] = Axis("x"), ["y"] = Axis("y") },
    };

    static JsonObject Axis(string field) => new()
    {
        ["field"] = field,
        ["type"] = "ordinal",
        ["axis"] = new JsonObject { ["title"] = field, ["labelAngle"] = 0, ["labelOverlap"] = true, ["domain"] = false, ["ticks"] = false },
    };

    static DataTable Data(string name, string title, Visits[] maps) => new(name, title,
        [new Column("Task"), new Column("Part"), new Column("x", ColumnKind.Number, "0"), new Column("y", ColumnKind.Number, "0"),
            new Column("Share of steps", ColumnKind.Number), new Column("Paid")],
        [.. maps.SelectMany(map => map.Cells().Where(cell => cell.Share > 0).Select(cell => new Cell[]
        {
            map.Task, map.Part, cell.X, cell.Y, cell.Share, cell.Paid ? "yes" : "",
        }))]) { Grouped = true };

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

        public IEnumerable<JsonObject> Rows() => Cells().Select(cell => new JsonObject
        {
            ["task"] = Task,
            ["part"] = Part,
            ["x"] = cell.X,
            ["y"] = cell.Y,
            ["share"] = VegaLite.Number(cell.Share),
            ["paid"] = cell.Paid,
        });

        void Count(LearningHistory history, int from, int to)
        {
            for (var row = from; row < to; row++) visits[X(history, row), Y(history, row)]++;
            steps += to - from;
        }

        static int X(LearningHistory history, int row) => (int)history.NextObservation(row)[0];

        static int Y(LearningHistory history, int row) => (int)history.NextObservation(row)[1];
    }
}
