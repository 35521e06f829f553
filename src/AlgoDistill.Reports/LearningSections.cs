using System.Globalization;

namespace AlgoDistill.Reports;

/// <summary>The sections of a report about learning.</summary>
sealed class LearningSections(LearningReport report, Comparison comparison)
{
    readonly Measure measure = comparison.Measure;

    public Section Results(DataTable table) => new()
    {
        Title = "Results",
        Text = $"Means over streams, with {Coverage} bootstrap intervals. Score is 0 for uniform random actions and 1 for the optimum of the same tasks.",
        Tables = [table],
    };

    public Section Curves(Rng rng)
    {
        var window = measure.Window(comparison.Shortest);
        var smoothing = window > 1 ? $", moving average over {window} {measure.Unit}s" : "";
        var panels = report.Sets.Select((set, i) => new CurvePanel(Heading(set), [.. set.Runs.Select((run, j) =>
                LearningCurve.Of(run.Label, run.Role, comparison.Streams(i, j), window, report.Bootstrap, rng.Split((ulong)i).Split((ulong)j)))],
            comparison.References[i].Optimal, comparison.References[i].Random));
        var caption = $"Mean over streams{smoothing}; bands are {Coverage} bootstrap intervals. "
            + $"Dashed and dotted levels are the optimal and the uniform-random {measure.Value} of the same tasks.";
        return new Section
        {
            Title = "Learning curves",
            Figures = [LearningCurveFigure.Create("learning-curves", $"{Capital(measure.Value)} by {measure.Unit}", caption, [.. panels],
                Capital(measure.Unit), $"{Capital(measure.Value)} per {measure.Unit}")],
        };
    }

    public Section Distribution()
    {
        var part = comparison.Last == 1 ? $"last {measure.Unit}" : $"last {comparison.Last} {measure.Unit}s";
        DistributionPanel[] panels = [.. report.Sets.Select((set, i) => new DistributionPanel(Heading(set),
            [.. set.Runs.Select((run, j) => ByTask(run, comparison.Streams(i, j)))],
            comparison.References[i].Optimal, comparison.References[i].Random))];
        return new Section
        {
            Title = "Task by task",
            Text = "A mean hides whether all tasks were learned a little or some of them not at all.",
            Tables = [ReturnDistributionFigure.Quartiles("task-quartiles", $"{Capital(measure.Value)} by task, {part}", panels)],
            Figures = [ReturnDistributionFigure.Create("task-returns", $"{Capital(measure.Value)} in the {part}",
                "A dot is a task, the mean over its streams; below the dots, the median task (circle) and the middle half of the tasks (bar).",
                panels, $"Mean {measure.Value}, {part}")],
        };
    }

    public Section? Visits() => measure.ByTrial || report.Tasks.Observations is not Space.Discrete { Size: 2 } cells ? null : new Section
    {
        Title = "Where they go",
        Figures = [.. report.Sets.SelectMany((set, i) => set.Runs.Where(run => run.Role is AlgorithmRole.Distilled or AlgorithmRole.ExpertDistilled)
            .Select((run, j) => VisitFigure.Create($"visits-{i + 1}-{j + 1}", report.Sets.Count == 1 ? run : run with { Label = $"{run.Label}, {set.Name}" },
                cells, comparison.First, comparison.Last)))],
    };

    public Section? Losses() => report.Losses.Count == 0 ? null
        : new Section { Title = "Training", Figures = [LossFigure.Create("training-losses", "Training loss by head", report.Losses)] };

    public Section WhatWasRun() => new()
    {
        Title = "What was run",
        Text = $"Optimal and uniform-random references: {report.Tasks.References(report.Sets[0].Runs[0].Histories[0].Task).Method}.",
        Tables = report.Provenance.Tables(),
    };

    TaskReturns ByTask(AlgorithmRun run, double[][] streams) => new(run.Label, run.Role,
        [.. run.Histories.Zip(streams).GroupBy(pair => pair.First.Task, pair => pair.Second.TakeLast(comparison.Last).Average())
            .Select(task => task.Average())]);

    static string Heading(EvaluationSet set)
    {
        var tasks = set.Runs.SelectMany(run => run.Histories).Select(history => history.Task).Distinct().Count();
        return $"{Capital(set.Name)} ({tasks} {(tasks == 1 ? "task" : "tasks")})";
    }

    string Coverage => string.Create(CultureInfo.InvariantCulture, $"{100 * report.Bootstrap.Coverage:0.##}%");

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
