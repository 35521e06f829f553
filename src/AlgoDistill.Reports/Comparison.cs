namespace AlgoDistill.Reports;

/// <summary>What is common to all numbers of a report: the measure, the parts that count as first and last, the references of each set.</summary>
sealed class Comparison
{
    readonly LearningReport report;

    // (set, run, stream, unit)
    readonly double[][][][] measured;

    public Comparison(LearningReport report)
    {
        this.report = report;
        Measure = Measure.For(report.Sets.SelectMany(set => set.Runs).SelectMany(run => run.Histories), report.Tasks.Horizon);
        measured = [.. report.Sets.Select(set => set.Runs.Select(run => Measure.Of(run.Histories)).ToArray())];
        Shortest = measured.SelectMany(set => set).Min(streams => streams[0].Length);
        First = Math.Min(report.First ?? Math.Max(Shortest / 10, 1), Shortest);
        Last = Math.Min(report.Last ?? Math.Max(Shortest / 5, 1), Shortest);
        References = [.. report.Sets.Select(Reference)];
    }

    public Measure Measure { get; }

    /// <summary>Units of the shortest history.</summary>
    public int Shortest { get; }

    /// <summary>Units that count as the first.</summary>
    public int First { get; }

    /// <summary>Units that count as the last.</summary>
    public int Last { get; }

    /// <summary>Mean references of the tasks of each set, in the measure's unit.</summary>
    public IReadOnlyList<(double Optimal, double Random)> References { get; }

    /// <summary>What each unit of each stream of a run earned: (S, P).</summary>
    public double[][] Streams(int set, int run) => measured[set][run];

    /// <summary>The rows of one set: each algorithm, then the optimal and, unless it was run, the random reference.</summary>
    public IEnumerable<ResultRow> Results(int set, Rng rng)
    {
        var runs = report.Sets[set].Runs;
        var source = runs.Select((run, i) => (run.Role, Streams: Streams(set, i))).FirstOrDefault(run => run.Role == AlgorithmRole.Source).Streams;
        for (var run = 0; run < runs.Count; run++) yield return Result(set, run, source, rng);
        if (double.IsFinite(References[set].Optimal)) yield return Result(set, "Optimal", References[set].Optimal);
        if (double.IsFinite(References[set].Random) && runs.All(run => run.Role != AlgorithmRole.Random))
            yield return Result(set, "Uniform random", References[set].Random);
    }

    ResultRow Result(int set, int run, double[][]? source, Rng rng)
    {
        var (streams, one) = (Streams(set, run), report.Sets[set].Runs[run]);
        Interval Over(Func<double[], IEnumerable<double>> part) => report.Bootstrap.Mean([.. streams.Select(stream => part(stream).Average())], rng);
        var mean = Over(stream => stream);
        var ofSource = source?[0].Length == streams[0].Length ? mean.Mean / source.Average(stream => stream.Average()) : (double?)null;
        return new ResultRow(report.Sets[set].Name, one.Label, one.Role, streams.Length, streams[0].Length, mean, Score(set, mean.Mean), ofSource,
            Over(stream => stream.Take(First)), Over(stream => stream.TakeLast(Last)));
    }

    ResultRow Result(int set, string label, double reference) =>
        new(report.Sets[set].Name, label, null, 0, 0, Interval.Exact(reference), Score(set, reference), null, null, null);

    double Score(int set, double mean) => Summary.NormalisedScore(mean, References[set].Optimal, References[set].Random);

    (double Optimal, double Random) Reference(EvaluationSet set)
    {
        var known = new Dictionary<TaskInstance, References>();
        References Of(TaskInstance task) => known.TryGetValue(task, out var found) ? found : known[task] = report.Tasks.References(task);
        References[] all = [.. set.Runs.SelectMany(run => run.Histories).Select(history => Of(history.Task))];
        return (Measure.Reference(all.Average(one => one.Optimal)), Measure.Reference(all.Average(one => one.Random)));
    }
}
