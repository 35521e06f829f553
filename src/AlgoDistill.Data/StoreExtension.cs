namespace AlgoDistill.Data;

/// <summary>Gives a complete store a longer plan, so that generation goes on with it: the store becomes, byte by byte, what the longer plan alone would have made.</summary>
public static class StoreExtension
{
    /// <summary>Replaces the plan in the manifest. A last part that the longer plan would have filled further is given up, to be made again.</summary>
    /// <param name="folder">The store's folder.</param>
    /// <param name="histories">Histories of the longer plan. With as many as the store's plan has already, nothing is changed.</param>
    /// <param name="engine">What will compute the added histories, where the store says what computed those that are there.</param>
    /// <returns>The store, which <see cref="HistoryGenerator"/> completes.</returns>
    /// <exception cref="StoreException">The store is a shard, imported, unfinished, damaged or computed in another environment, has another writer, or plans more histories already.</exception>
    public static HistoryStore Begin(string folder, int histories, IComputeEngine? engine = null)
    {
        using (StoreWriter.Lock(HistoryStore.Open(folder).Folder))
        {
            var store = HistoryStore.Open(folder);
            var manifest = store.Manifest;
            if (manifest.Plan.IsImported) throw new StoreException(folder, $"was imported ({manifest.Plan.Tasks.Id}); nothing can make more of its histories");
            if (manifest.Plan.Histories == histories) return store;
            if (manifest.Plan.Histories > histories) throw new StoreException(folder, $"has a plan of {manifest.Plan.Histories} histories; {histories} would be fewer");
            if (manifest.Shard is not null) throw new StoreException(folder, $"is shard {manifest.Shard}; merge all shards first");
            if (!manifest.IsComplete) throw new StoreException(folder, $"is unfinished: it has {manifest.Histories} of {manifest.Planned} histories; run its command again first");
            if (manifest.ComputedWith is { } recorded && ComputeEnvironment.Difference(recorded, engine?.Environment) is { } other)
                throw new StoreException(folder, $"was computed where equal seeds may give other bits: {other}; append to it there");
            StoreWriter.Guard(folder, () => ManifestFile.Write(folder, Longer(store, histories)));
        }

        return HistoryStore.Open(folder);
    }

    static Manifest Longer(HistoryStore store, int histories)
    {
        var manifest = store.Manifest;
        var full = manifest.Parts.Length - (manifest.Parts[^1].Histories < manifest.Plan.HistoriesPerPart ? 1 : 0);
        var kept = Enumerable.Range(0, full).SelectMany(part => store.ReadPart(part).Select(history => history.Task.Index)).ToHashSet();
        return manifest with
        {
            Plan = manifest.Plan with { Histories = histories },
            Tasks = [.. manifest.Tasks.Where(task => kept.Contains(task.Index))],
            Parts = manifest.Parts[..full],
            Statistics = null,
        };
    }
}
