using System.Globalization;
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
    // Histories in a figure: enough for its band, and few enough for any store
    const int MostDrawn = 2_000;

    readonly HistoryStore store;
    readonly int histories, shortest; // and units of the shortest of them

    StoreCurves(Measure measure, HistoryStore store, IReadOnlyList<(double[] Tenths, int Units, int Task)> histories)
    {
        (Measure, this.store, this.histories, shortest) = (measure, store, histories.Count, histories.Min(history => history.Units));
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
        List<(double[] Tenths, int Units, int Task)> curves = [];
        foreach (var histories in Parts(store))
        {
            var unit = measure ??= Measure.For(histories, Horizon(store.Manifest.Plan.Tasks, histories));
            curves.AddRange(histories.AsParallel().AsOrdered().Select(history => (unit.Of(history), history.Task.Index))
                .Select(one => (StoreCurve.Of(one.Item1), one.Item1.Length, one.Index)));
        }

        return measure is null ? null : new StoreCurves(measure, store, curves);
    }

    /// <summary>
    /// The curve by episode or trial as a figure, with the band in which its mean lies with a probability of 95%; the store is read once more,
    /// and of more than 2,000 histories every second, third, … is shown.
    /// </summary>
    /// <param name="label">Name of the algorithm.</param>
    /// <exception cref="StoreException">A part is damaged.</exception>
    public Figure Figure(string label)
    {
        var (every, window, unit) = ((histories + MostDrawn - 1) / MostDrawn, Measure.Window(shortest), Measure.Unit);
        var shown = Parts(store).SelectMany(part => part).Where((_, i) => i % every == 0).Select(history => Measure.Of(history)[..shortest]);
        var curve = LearningCurve.Of(label, AlgorithmRole.Source, shown, window, new Bootstrap(), new Rng(0));
        var caption = string.Create(CultureInfo.InvariantCulture,
            $"Line: mean over {(histories + every - 1) / every:N0}{(every > 1 ? $" of {histories:N0}" : "")} histories{(window > 1 ? $", moving average over {window} {unit}s" : "")}")
            + "; band: 95% bootstrap interval over histories.";
        return LearningCurveFigure.Create("learning-curve", $"How {label} learns", caption, [new CurvePanel("", [curve], All.Optimal, All.Random)],
            $"{char.ToUpperInvariant(unit[0])}{unit[1..]}", $"Mean {Measure.Value} of {(Measure.ByTrial ? "a trial" : "an episode")}");
    }

    static IEnumerable<IReadOnlyList<LearningHistory>> Parts(HistoryStore store) => Enumerable.Range(0, store.Manifest.Parts.Length).Select(store.ReadPart);

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
