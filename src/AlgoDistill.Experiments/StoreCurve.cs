using AlgoDistill.Data;
using AlgoDistill.Reports;

namespace AlgoDistill.Experiments;

/// <summary>How performance rises over the histories of a store or of one of its tasks, by tenths of the learning.</summary>
/// <param name="Task">Number of the task; nothing when the curve is of all.</param>
/// <param name="Histories">Histories that it is the mean of.</param>
/// <param name="Tenths">Mean return of an episode, or reward of a trial, in each tenth of the histories: (10).</param>
/// <param name="Optimal">Mean optimal performance of the same tasks, in the same unit.</param>
/// <param name="Random">Mean performance of uniformly random actions, in the same unit.</param>
public sealed record StoreCurve(int? Task, int Histories, IReadOnlyList<double> Tenths, double Optimal, double Random)
{
    const int Count = 10;

    /// <summary>What each tenth of a history earned on average. A tenth takes every unit that it touches, so that ten units or more are shared fairly and fewer are repeated.</summary>
    /// <param name="units">Returns of episodes, or rewards of trials, at least one.</param>
    internal static double[] Of(double[] units) =>
        [.. Enumerable.Range(0, Count).Select(tenth => units[(int)((long)tenth * units.Length / Count)..(int)(((long)(tenth + 1) * units.Length + Count - 1) / Count)].Average())];

    /// <summary>The mean of the curves of single histories.</summary>
    internal static StoreCurve Mean(int? task, IReadOnlyCollection<(double[] Tenths, References References)> histories) => new(task, histories.Count,
        [.. Enumerable.Range(0, Count).Select(tenth => histories.Average(history => history.Tenths[tenth]))],
        histories.Average(history => history.References.Optimal), histories.Average(history => history.References.Random));
}

/// <summary>The learning curves of a store's source: of all histories and of each task.</summary>
public sealed class StoreCurves
{
    readonly IReadOnlyList<(double[] Tenths, int Task)> histories;

    StoreCurves(Measure measure, HistoryStore store, IReadOnlyList<(double[] Tenths, int Task)> histories)
    {
        (Measure, this.histories) = (measure, histories);
        var references = store.Manifest.Tasks.ToDictionary(task => task.Index, task =>
            new References(measure.Reference(task.Optimal), measure.Reference(task.Random), task.Method));
        All = StoreCurve.Mean(task: null, [.. histories.Select(history => (history.Tenths, references[history.Task]))]);
        Tasks = [.. histories.GroupBy(history => history.Task).OrderBy(group => group.Key)
            .Select(group => StoreCurve.Mean(group.Key, [.. group.Select(history => (history.Tenths, references[history.Task]))]))];
    }

    /// <summary>Whether returns of episodes or rewards of trials are shown.</summary>
    public Measure Measure { get; }

    /// <summary>The mean over all histories.</summary>
    public StoreCurve All { get; }

    /// <summary>The mean over the histories of each task, by its number.</summary>
    public IReadOnlyList<StoreCurve> Tasks { get; }

    /// <summary>The curves of a store, whose parts are read one after the other.</summary>
    /// <returns>Nothing when the store has no history yet.</returns>
    /// <exception cref="StoreException">A part is damaged.</exception>
    public static StoreCurves? Of(HistoryStore store)
    {
        Measure? measure = null;
        List<(double[] Tenths, int Task)> curves = [];
        for (var part = 0; part < store.Manifest.Parts.Length; part++)
        {
            var histories = store.ReadPart(part);
            var unit = measure ??= Measure.For(histories, Horizon(store.Manifest.Plan.Tasks, histories));
            curves.AddRange(histories.AsParallel().AsOrdered().Select(history => (StoreCurve.Of(unit.Of(history)), history.Task.Index)));
        }

        return measure is null ? null : new StoreCurves(measure, store, curves);
    }

    /// <summary>The curve as a figure, with the band in which its mean lies with a probability of 95%.</summary>
    /// <param name="label">Name of the algorithm.</param>
    public Figure Figure(string label)
    {
        var bands = new Bootstrap().Bands([.. histories.Select(history => history.Tenths)], new Rng(0));
        var curve = new LearningCurve(label, AlgorithmRole.Source, [.. bands.Select((band, tenth) => new CurvePoint(tenth + 1, band))]);
        return LearningCurveFigure.Create("learning-curve", $"How {label} learns", "Line: mean over histories; band: 95% bootstrap interval over histories.",
            [new CurvePanel("", [curve], All.Optimal, All.Random)], "Tenth of the learning", $"Mean {Measure.Value} of {(Measure.ByTrial ? "a trial" : "an episode")}");
    }

    // A family that the catalogue lacks has no known horizon, but its longest episode
    static int Horizon(Component tasks, IReadOnlyList<LearningHistory> histories)
    {
        try
        {
            return Settings.FromJson(Catalogue.Task(tasks.Id), tasks.Parameters).Horizon;
        }
        catch (ArgumentException)
        {
            return histories.Max(history => Enumerable.Range(0, history.Episodes).Max(episode => history.Episode(episode).Length));
        }
    }
}
