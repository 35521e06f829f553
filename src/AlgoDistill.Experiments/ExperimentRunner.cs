using System.Diagnostics;
using System.Globalization;
using AlgoDistill.Data;
using AlgoDistill.Learning;
using AlgoDistill.Reports;

namespace AlgoDistill.Experiments;

/// <summary>What an experiment left behind.</summary>
/// <param name="Histories">The store that was distilled.</param>
/// <param name="Runs">Folders of the trained models.</param>
/// <param name="Evaluations">Stores of the evaluations.</param>
/// <param name="Report">What it says.</param>
/// <param name="Seconds">How long it took this time.</param>
public sealed record ExperimentResult(string Histories, IReadOnlyList<string> Runs, IReadOnlyList<string> Evaluations, LearningReport Report, double Seconds);

/// <summary>Runs experiments stage by stage. A stage whose result is there is not done again, and an interrupted one goes on.</summary>
public static class ExperimentRunner
{
    /// <summary>Runs all stages.</summary>
    /// <param name="monitor">Is shown what is done.</param>
    /// <param name="experiment">What to do.</param>
    /// <param name="folder">Where everything goes.</param>
    /// <param name="cancellation">Stops it; the same call goes on.</param>
    /// <exception cref="StoreException">A store in the folder is of another experiment, or damaged.</exception>
    /// <exception cref="InvalidDataException">A run in the folder is of another experiment, or damaged.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ExperimentResult Run(IMonitor monitor, Experiment experiment, string folder, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var histories = Path.Combine(folder, "histories");
        var store = Generation.Run(monitor, histories, experiment.Histories, shard: null, workers: null, cancellation);
        var runs = experiment.Models.Select(model => Train(monitor, model, Path.Combine(folder, model.Name), store, cancellation)).ToArray();
        string[] evaluations = [.. experiment.Splits.SelectMany(split =>
            experiment.Baselines.Select(baseline => Evaluate(monitor, experiment, baseline, split, Path.Combine(folder, "baselines", $"{baseline.Id}-{split}"), cancellation))
            .Concat(runs.Select(run => Evaluate(monitor, experiment, run, split, cancellation))))];
        string[] compared = [.. runs, .. evaluations];
        var report = RunReport.Of(experiment.Title, compared.Length > 0 ? compared : [histories]) with
        {
            Introduction = experiment.Introduction,
            First = experiment.First,
            Last = experiment.Last,
        };
        monitor.Say(string.Create(CultureInfo.InvariantCulture, $"{experiment.Name} took {clock.Elapsed.TotalSeconds:0} s"));
        return new ExperimentResult(histories, runs, evaluations, report, clock.Elapsed.TotalSeconds);
    }

    static string Train(IMonitor monitor, ExperimentModel model, string folder, HistoryStore store, CancellationToken cancellation)
    {
        var (run, family) = (new RunFolder(folder), Catalogue.Model(model.Family));
        using var training = File.Exists(run.ConfigurationFile) ? TrainingRun.Resume(run, family, model.Plan, model.Options, store)
            : TrainingRun.Start(run, family, model.Plan, model.Options, store);
        Training.Run(monitor, training, goOn: "the same command goes on from there", cancellation);
        return folder;
    }

    static string Evaluate(IMonitor monitor, Experiment experiment, string folder, string split, CancellationToken cancellation)
    {
        var run = DistilledRun.Open(folder);
        var store = Evaluate(monitor, experiment, run.Load(temperature: 1), split, run.EvaluationFolder(experiment.Histories.Tasks, split, greedy: false), cancellation);
        run.AddEvaluation(store);
        return store;
    }

    static string Evaluate(IMonitor monitor, Experiment experiment, IAlgorithm algorithm, string split, string folder, CancellationToken cancellation)
    {
        var plan = new EvaluationPlan
        {
            Tasks = experiment.Histories.Tasks,
            Algorithm = algorithm,
            Split = split,
            SplitSeed = experiment.Histories.SplitSeed,
            Streams = experiment.Streams,
            Episodes = experiment.Episodes,
        };
        Evaluation.Run(monitor, folder, plan, cancellation);
        return folder;
    }
}
