using System.Text.Json.Nodes;
using AlgoDistill.Data;
using AlgoDistill.Reports;

namespace AlgoDistill.Experiments;

/// <summary>How an algorithm learned held-out tasks: the histories of a store, and what the algorithm is in a comparison.</summary>
public sealed class Evaluation
{
    readonly HistoryStore store;
    readonly DistilledRun? run;

    Evaluation(HistoryStore store, DistilledRun? run)
    {
        this.store = store;
        Tasks = Catalogue.Restore(store.Manifest.Plan.Tasks);
        var algorithm = store.Manifest.Plan.Algorithm;
        var greedy = algorithm.Parameters["temperature"]?.GetValue<double>() == 0;
        if (run is null && (string?)algorithm.Parameters["run"] is { } folder && DistilledRun.Exists(folder)) run = DistilledRun.Open(folder);
        this.run = run;
        Label = (run?.Name ?? algorithm.Id) + (greedy ? " (greedy)" : "");
        Role = run is { } found ? found.Configuration.Plan.IsExpert ? AlgorithmRole.ExpertDistilled : AlgorithmRole.Distilled
            : algorithm.Id == UniformRandomId ? AlgorithmRole.Random
            : Catalogue.Algorithms.Any(one => one.Id == algorithm.Id) ? AlgorithmRole.Source : AlgorithmRole.Distilled;
    }

    static string UniformRandomId => new Algorithms.UniformRandom().Id;

    /// <summary>The store's folder.</summary>
    public string Folder => store.Folder;

    /// <summary>The family of tasks.</summary>
    public ITaskDistribution Tasks { get; }

    /// <summary>The set of tasks.</summary>
    public string Split => store.Manifest.Plan.Split;

    /// <summary>What the algorithm may be called: the run's folder, or the algorithm's identifier.</summary>
    public string Label { get; }

    /// <summary>What the algorithm is in a comparison.</summary>
    public AlgorithmRole Role { get; }

    /// <summary>One a stream.</summary>
    public IReadOnlyList<LearningHistory> Histories => field ??= store.ReadAll();

    /// <summary>The command that makes it again; nothing where no single command does.</summary>
    public string? Command => Recipe.Evaluate(store.Folder, store.Manifest.Plan, run, Tasks.Horizon);

    /// <summary>What the store was made by.</summary>
    public JsonObject Configuration => RunReport.Configuration(store.Manifest);

    /// <summary>Opens the store of an evaluation.</summary>
    /// <param name="folder">The store's folder.</param>
    /// <param name="run">The run that was evaluated, where it is known; else it is looked for where the store says.</param>
    /// <exception cref="StoreException">It is no store, is damaged, or is not complete.</exception>
    public static Evaluation Open(string folder, DistilledRun? run = null)
    {
        var store = HistoryStore.Open(folder);
        return store.Manifest.IsComplete ? new Evaluation(store, run)
            : throw new StoreException(folder, $"has {store.Manifest.Histories} of {store.Manifest.Plan.Histories} histories; run its evaluate command again to complete it");
    }

    /// <summary>Lets an algorithm learn the plan's tasks, or goes on with a store that was interrupted.</summary>
    /// <param name="monitor">Is shown how far it is.</param>
    /// <param name="folder">The store's folder.</param>
    /// <param name="plan">What to evaluate.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped; the message says how to go on.</exception>
    public static Evaluation Run(IMonitor monitor, string folder, EvaluationPlan plan, CancellationToken cancellation)
    {
        var source = Catalogue.Algorithms.Any(algorithm => algorithm.Id == plan.Algorithm.Id);
        return new Evaluation(Generation.Run(monitor, folder, plan.ToGenerationPlan(), shard: null, workers: source ? null : 1, cancellation), run: null); // a model uses all cores itself
    }

    /// <summary>Mean return of the first and of the last episode, and mean reward of a step.</summary>
    public EvaluationSummary Summary()
    {
        var returns = Histories.Select(history => history.EpisodeReturns()).ToArray();
        var references = Histories.Select(history => Tasks.References(history.Task)).ToArray();
        return new EvaluationSummary(Folder, Label, Tasks.Id, Split, Histories.Count, returns.Min(episodes => episodes.Length),
            Histories.Average(history => (double)history.Columns.Rewards.Average()), returns.Average(episodes => episodes[0]),
            returns.Average(episodes => episodes[^1]), references.Average(reference => reference.Optimal), references.Average(reference => reference.Random));
    }
}

/// <summary>An evaluation in one row.</summary>
/// <param name="Store">Folder of its store.</param>
/// <param name="Algorithm">What was evaluated.</param>
/// <param name="Task">The family of tasks.</param>
/// <param name="Split">The set of tasks.</param>
/// <param name="Streams">Histories.</param>
/// <param name="Episodes">Episodes of the shortest history.</param>
/// <param name="MeanReward">Mean reward of a step.</param>
/// <param name="FirstReturn">Mean return of the first episode.</param>
/// <param name="LastReturn">Mean return of the last episode.</param>
/// <param name="OptimalReturn">Mean over the tasks of the best policy's expected return.</param>
/// <param name="RandomReturn">Mean over the tasks of the uniform-random policy's expected return.</param>
public sealed record EvaluationSummary(string Store, string Algorithm, string Task, string Split, int Streams, int Episodes, double MeanReward,
    double FirstReturn, double LastReturn, double OptimalReturn, double RandomReturn);
