using System.Globalization;
using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data.Export;

/// <summary>
/// A folder for the Hugging Face Hub: the parts of the store as they are, the tasks as a table, and a card whose header names both. With its
/// manifest, which is in it, the folder is itself a store.
/// </summary>
public sealed class HuggingFaceExporter : IExporter
{
    static readonly (long Below, string Category)[] Sizes =
        [(1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B")];

    /// <inheritdoc/>
    public string Id => "huggingface";

    /// <inheritdoc/>
    public string Description => "a Hugging Face data-set folder: Parquet files and a card";

    /// <inheritdoc/>
    public void Write(HistoryStore store, string folder)
    {
        for (var part = 0; part < store.Manifest.Parts.Length; part++)
        {
            store.CheckIntact(part);
            File.Copy(store.PartPath(part), Path.Combine(folder, store.Manifest.Parts[part].File));
        }

        File.Copy(Path.Combine(store.Folder, ManifestFile.Name), Path.Combine(folder, ManifestFile.Name));
        WriteTasks(store.Manifest, Path.Combine(folder, "tasks", "tasks.parquet"));
        AtomicFile.WriteText(Path.Combine(folder, "README.md"), Card(store.Manifest));
    }

    static void WriteTasks(Manifest manifest, string file)
    {
        ColumnType number = new(DuckType.Double);
        using var table = new ParquetTable([("task", new(DuckType.Integer)), ("parameters", ColumnType.ListOf(DuckType.Double)), ("optimal", number), ("random", number), ("method", new(DuckType.Varchar))]);
        table.Write(file, manifest.Tasks.Select(task => new object?[] { task.Index, task.Parameters.ToArray(), task.Optimal, task.Random, task.Method }));
    }

    static string Card(Manifest manifest)
    {
        var (tasks, algorithm) = (manifest.Plan.Tasks.Id, manifest.Plan.Algorithm.Id);
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            ---
            pretty_name: "Learning histories of {algorithm} on {tasks}"
            task_categories:
            - reinforcement-learning
            tags:
            - algorithm-distillation
            - learning-histories
            size_categories:
            - {Size(manifest.Rows)}
            configs:
            - config_name: histories
              default: true
              data_files: "part-*.parquet"
            - config_name: tasks
              data_files: "tasks/tasks.parquet"
            ---

            # Learning histories of {algorithm} on {tasks}

            {manifest.Histories} learning histories of {manifest.Tasks.Length} tasks, {manifest.Rows} steps in all. A history is everything that one stream of one
            learner did while it learned one task, in the order of learning: rows of one `run` and `stream`, by `step`.

            - Observations: {manifest.Observations}
            - Actions: {manifest.Actions}
            - Set of tasks: {manifest.Plan.Split}

            | column | meaning |
            |---|---|
            {string.Join('\n', StoreColumns.Names.Select(name => $"| `{name}` | {Meaning(name, manifest)} |"))}
            {string.Concat((manifest.Extra ?? []).Select(field => $"| `{field.Name}` | as recorded: {field.Type} |\n"))}
            Table `tasks` has the parameters of every task and the expected returns of the best and of the uniformly random policy.

            ```python
            from datasets import load_dataset
            histories = load_dataset("parquet", data_files="part-*.parquet", split="train")
            ```

            The folder is a store of AlgoDistill: `manifest.json` holds all settings and seeds, and the SHA-256 of every part.

            """);
    }

    static string Size(long rows) => Sizes.FirstOrDefault(size => rows < size.Below).Category ?? "n>1B";

    static string Meaning(string column, Manifest manifest) => manifest.Absent?.Contains(column) == true ? "not known" : column switch
    {
        "run" => "number of the learner",
        "stream" => "number of the stream within its learner",
        "task" => "number of the task, see `tasks`",
        "episode" => "number of the episode in its history",
        "step" => "number of the row in its history",
        "update" => "how often the learner had changed before it acted",
        "observation" => "what the learner saw",
        "action" => "what it answered",
        "reward" => "what it got",
        "log_probability" => "natural logarithm of the action's probability",
        "end" => "0 goes on, 1 terminated, 2 truncated",
        _ => "what followed the last row of an episode; null elsewhere",
    };
}
