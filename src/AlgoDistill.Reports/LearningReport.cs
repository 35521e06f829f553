using System.Globalization;

namespace AlgoDistill.Reports;

/// <summary>How source and distilled algorithms learned held-out tasks: what to compare, and the report that it makes.</summary>
public sealed record LearningReport
{
    // A key for each kind of number that is drawn, so that none depends on which others are asked for.
    const ulong ResultKey = 1, CurveKey = 2;

    /// <summary>Title of the report.</summary>
    public required string Title { get; init; }

    /// <summary>Plain text below the title; an empty line starts a new paragraph.</summary>
    public string Introduction { get; init; } = "";

    /// <summary>The family that all tasks belong to.</summary>
    public required ITaskDistribution Tasks { get; init; }

    /// <summary>What was evaluated: at least one set, each with at least one algorithm, each with at least one history.</summary>
    /// <exception cref="ArgumentException">Something is empty, or a label names two algorithms.</exception>
    public required IReadOnlyList<EvaluationSet> Sets { get; init => field = Check(value); }

    /// <summary>Training losses, one a model.</summary>
    public IReadOnlyList<LossCurve> Losses { get; init; } = [];

    /// <summary>What was run, by which commands, and where.</summary>
    public Provenance Provenance { get; init; } = new();

    /// <summary>Trials or episodes that count as the first; by default a tenth of the shortest history.</summary>
    public int? First { get; init => field = value is { } count ? Require.InRange(count, 1, int.MaxValue) : null; }

    /// <summary>Trials or episodes that count as the last; by default a fifth of the shortest history.</summary>
    public int? Last { get; init => field = value is { } count ? Require.InRange(count, 1, int.MaxValue) : null; }

    /// <summary>How intervals are found.</summary>
    public Bootstrap Bootstrap { get; init; } = new();

    /// <summary>Seed of the bootstrap.</summary>
    public ulong Seed { get; init; }

    /// <summary>This report with one more command that made it.</summary>
    public LearningReport MadeBy(string command) => this with { Provenance = Provenance with { Commands = [.. Provenance.Commands, command] } };

    /// <summary>The results, set by set: each algorithm, then the optimal and, unless it was run, the random reference.</summary>
    public IReadOnlyList<ResultRow> Results() => Results(new Comparison(this));

    /// <summary>The results as a table.</summary>
    public DataTable ResultTable() => ResultTable(new Comparison(this));

    /// <summary>The report: results, learning curves, tasks one by one, visits on grids, losses, configurations.</summary>
    public Report Build()
    {
        var comparison = new Comparison(this);
        var sections = new LearningSections(this, comparison);
        Section?[] all =
        [
            sections.Results(ResultTable(comparison)), sections.Curves(new Rng(Seed).Split(CurveKey)), sections.Distribution(), sections.Visits(),
            sections.Losses(), sections.WhatWasRun(),
        ];
        return new Report { Title = Title, Introduction = Introduction, Facts = Facts(), Sections = [.. all.OfType<Section>()] };
    }

    static IReadOnlyList<EvaluationSet> Check(IReadOnlyList<EvaluationSet> sets)
    {
        if (sets.Count == 0) throw new ArgumentException("a report needs at least one evaluation set");
        foreach (var set in sets)
        {
            if (set.Runs.Count == 0) throw new ArgumentException($"evaluation set \"{set.Name}\" has no algorithm");
            if (set.Runs.FirstOrDefault(run => run.Histories.Count == 0) is { } empty)
                throw new ArgumentException($"\"{empty.Label}\" has no history in evaluation set \"{set.Name}\"");
            if (set.Runs.CountBy(run => run.Label).FirstOrDefault(label => label.Value > 1).Key is { } twice)
                throw new ArgumentException($"evaluation set \"{set.Name}\" has \"{twice}\" more than once");
        }

        var roles = sets.SelectMany(set => set.Runs).Select(run => (run.Label, run.Role)).Distinct().CountBy(run => run.Label);
        if (roles.FirstOrDefault(label => label.Value > 1).Key is { } ambiguous)
            throw new ArgumentException($"\"{ambiguous}\" has different roles in different evaluation sets");
        return sets;
    }

    ResultRow[] Results(Comparison comparison) =>
        [.. Sets.SelectMany((_, set) => comparison.Results(set, new Rng(Seed).Split(ResultKey).Split((ulong)set)))];

    DataTable ResultTable(Comparison comparison) => ResultRow.Table(Results(comparison), comparison.Measure, comparison.First, comparison.Last);

    (string, string)[] Facts()
    {
        LearningHistory[] histories = [.. Sets.SelectMany(set => set.Runs).SelectMany(run => run.Histories)];
        return
        [
            ("Tasks", Tasks.Id), ("Observations", $"{Tasks.Observations}"), ("Actions", $"{Tasks.Actions}"), ("Horizon", $"{Tasks.Horizon} steps"),
            ("Evaluation", string.Create(CultureInfo.InvariantCulture,
                $"{histories.Length:N0} histories, {histories.Sum(history => (long)history.Length):N0} steps")),
        ];
    }
}
