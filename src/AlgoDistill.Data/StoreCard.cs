using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data;

/// <summary>Describes a store in Markdown, with the header that the Hugging Face hub reads, so that strangers can use it.</summary>
public static class StoreCard
{
    /// <summary>The licence of a card that names none.</summary>
    public const string NoLicense = "unknown"; // the hub's identifier where nobody said

    static readonly string[] Meanings =
    [
        "number of the learner", "number of the stream within its learner", "number of the task in its set", "number of the episode in its history",
        "number of the step in its history", "how often the learner had changed before it acted", "what the learner saw", "what it did",
        "what it got for it", "natural logarithm of the probability with which it chose the action", "0: the episode goes on, 1: it terminated, 2: it was cut off",
        "what followed the last step of an episode or history; null elsewhere",
    ];

    /// <summary>The card of a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="license">Identifier of the licence under which it is published.</param>
    public static string Of(HistoryStore store, string license = NoLicense)
    {
        var (manifest, plan) = (store.Manifest, store.Manifest.Plan);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(store.Folder)));
        return string.Create(CultureInfo.InvariantCulture, $"""
            ---
            license: {license}
            task_categories:
            - reinforcement-learning
            tags:
            - reinforcement-learning
            - algorithm-distillation
            - learning-histories
            configs:
            - config_name: default
              data_files: "*.parquet"
            ---

            # Learning histories of {plan.Algorithm.Id} on {plan.Tasks.Id}

            {manifest.Histories} histories{(manifest.IsComplete ? "" : $" of {manifest.Planned} planned")}, {manifest.Rows} steps in all: everything that learners did while they learned, in the order of learning. Nothing is shuffled or cut, so that a model can be trained to continue the learning itself (algorithm distillation).

            ## How it was made

            | | |
            |---|---|
            | Tasks | `{plan.Tasks.Id}`{Settings(plan.Tasks.Parameters)} |
            | Algorithm | `{plan.Algorithm.Id}`{Settings(plan.Algorithm.Parameters)} |
            | Histories | {plan.Histories} planned of {plan.Steps} steps each, {plan.Streams} {(plan.Streams == 1 ? "stream" : "streams")} an agent |
            | Observations | {manifest.Observations} |
            | Actions | {manifest.Actions} |
            | Seed | {plan.Seed} |
            | Library | AlgoDistill {manifest.LibraryVersion}{(manifest.LibraryCommit is { } commit ? $", commit {commit}" : "")} |
            {(manifest.ComputedWith is { } computed ? $"| Computed by | {computed} |\n" : "")}
            {(plan.IsImported
                ? "Something else recorded these histories, and they were imported. `algodistill store verify` checks every byte and row."
                : "`algodistill store verify` checks every byte and row. `algodistill store replay` lets the learners learn again and compares every row"
                    + (manifest.ComputedWith is null ? ": on one machine the same plan gives the same bytes."
                        : "; where something else computes than what is named above, it plays the recorded actions and compares what the environments answer."))}

            ## Tasks and splits

            {manifest.Tasks.Length} tasks of the split `{plan.Split}` (split seed {plan.SplitSeed}); the tasks of other splits are not in it.{References(manifest)} `manifest.json` has the parameters and both returns of every task.

            ## Columns

            {Columns(store)}
            {Statistics(manifest)}
            ## Loading

            ```python
            from pathlib import Path
            import pandas as pd  # with polars: pl.read_parquet("{name}/*.parquet")
            histories = pd.concat(map(pd.read_parquet, sorted(Path("{name}").glob("*.parquet"))))
            ```

            ```sql
            SELECT run, stream, episode, sum(reward) AS "return" FROM '{name}/*.parquet' GROUP BY ALL ORDER BY ALL
            ```

            ## Licence

            {(license == NoLicense ? "None was stated." : license)}

            """);
    }

    static string Settings(JsonObject settings) => settings.Count == 0 ? "" : $" with {string.Join(", ", settings.Select(pair => $"{pair.Key} {pair.Value?.ToJsonString() ?? "none"}"))}";

    static string References(Manifest manifest) => manifest.Tasks.IsEmpty || manifest.Tasks.Any(task => double.IsNaN(task.Optimal)) ? "" : string.Create(CultureInfo.InvariantCulture,
        $" An episode's expected return is {manifest.Tasks.Average(task => task.Random):0.000} of uniformly random actions and {manifest.Tasks.Average(task => task.Optimal):0.000} of the best policy, on average over the tasks.");

    static string Columns(HistoryStore store)
    {
        var text = new StringBuilder("| Column | Type | Meaning |\n|---|---|---|\n");
        for (var column = 0; column < StoreColumns.Names.Count; column++)
            text.Append(CultureInfo.InvariantCulture, $"| `{StoreColumns.Names[column]}` | {store.Columns.Types[column]} | {(store.Columns.IsAbsent(column) ? "not known: null throughout" : Meanings[column])} |\n");
        foreach (var (field, type) in store.Columns.Extra.Zip(store.Columns.Types[StoreColumns.FirstExtra..]))
            text.Append(CultureInfo.InvariantCulture, $"| `{field.Name}` | {type} | as its source recorded it |\n");
        return text.ToString().TrimEnd();
    }

    static string Statistics(Manifest manifest)
    {
        if (manifest.Statistics is not { } statistics) return "";
        var text = new StringBuilder("\n## Statistics\n\nQuantiles are those of some 10,000 rows.\n\n| Column | Count | Mean | Std | Min | 1% | 10% | 50% | 90% | 99% | Max |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var name in StoreColumns.Names.Where(name => statistics.ContainsKey(name) && manifest.Absent?.Contains(name) != true))
        {
            var of = statistics[name];
            for (var i = 0; i < of.Count.Length; i++)
                text.Append(CultureInfo.InvariantCulture, $"| `{name}`{(of.Count.Length > 1 ? $" {i}" : "")} | {of.Count[i]} | {of.Mean[i]:G4} | {of.Std[i]:G4} | {of.Min[i]:G4} | {of.Q01[i]:G4} | {of.Q10[i]:G4} | {of.Q50[i]:G4} | {of.Q90[i]:G4} | {of.Q99[i]:G4} | {of.Max[i]:G4} |\n");
        }

        return text.ToString();
    }
}
