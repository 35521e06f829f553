namespace AlgoDistill.Data.Export;

/// <summary>
/// A folder for the Hugging Face Hub: the parts of the store as they are, the tasks as a table, and a card. With its
/// manifest, which is in it, the folder is itself a store.
/// </summary>
public sealed class HuggingFaceExporter : IExporter
{
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
        AtomicFile.WriteText(Path.Combine(folder, "README.md"), StoreCard.Of(store));
    }

    static void WriteTasks(Manifest manifest, string file)
    {
        var table = new ParquetTable([("task", ColumnType.Of<int>()), ("parameters", ColumnType.ListOf<double>()), ("optimal", ColumnType.Of<double>()),
            ("random", ColumnType.Of<double>()), ("method", ColumnType.Of<string>())]);
        table.Write(file, manifest.Tasks.Select(task => new object?[] { task.Index, task.Parameters.ToArray(), task.Optimal, task.Random, task.Method }));
    }
}
