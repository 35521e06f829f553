namespace AlgoDistill.Data;

/// <summary>Puts the shards of a plan together: the store is, byte by byte, what one process would have made.</summary>
public static class StoreMerge
{
    /// <summary>Copies the parts of all shards into one store. Interrupted, it goes on where it stopped; the shards stay as they are.</summary>
    /// <param name="folder">The store's folder, new or begun by an earlier merge.</param>
    /// <param name="shards">Folders of the shards, in any order.</param>
    /// <param name="cancellation">Stops it between two parts.</param>
    /// <exception cref="StoreException">A shard is missing, given twice, unfinished, damaged, of another plan or computed in another environment; or the store cannot be written.</exception>
    public static HistoryStore Run(string folder, IReadOnlyList<string> shards, CancellationToken cancellation = default)
    {
        var stores = Ordered(shards);
        var plan = stores[0].Manifest;
        using (var writer = StoreWriter.Open(folder, StoreWriter.Fresh(plan)))
        {
            var written = writer.Manifest.Parts.Length;
            foreach (var (store, part) in stores.SelectMany(store => store.Manifest.Parts.Select((_, part) => (store, part))).Skip(written))
            {
                cancellation.ThrowIfCancellationRequested();
                writer.Adopt(store, part);
            }
        }

        return HistoryStore.Open(folder);
    }

    static HistoryStore[] Ordered(IReadOnlyList<string> folders)
    {
        if (folders.Count == 0) throw new ArgumentException("there is no shard to merge; name the folders of all shards", nameof(folders));
        var stores = folders.Select(HistoryStore.Open).OrderBy(store => store.Manifest.Shard?.Index).ToArray();
        for (var i = 0; i < stores.Length; i++)
        {
            var manifest = stores[i].Manifest;
            if (manifest.Shard is null) throw new StoreException(stores[i].Folder, "is a whole store; only shards are merged");
            if (ManifestFile.Difference(manifest with { Shard = null }, stores[0].Manifest with { Shard = null }) is { } difference)
                throw new StoreException(stores[i].Folder, $"is a shard of another plan than {stores[0].Folder}: {difference}");
            if (ComputeEnvironment.Difference(stores[0].Manifest.ComputedWith, manifest.ComputedWith) is { } other)
                throw new StoreException(stores[i].Folder, $"was not computed as {stores[0].Folder}: {other}; a store is of one environment, so make this shard again in that one");
            if (manifest.Shard != new Shard(i, stores.Length))
                throw new StoreException(stores[i].Folder, $"is shard {manifest.Shard}, and {stores.Length} shards were named; all of them are needed, each once");
            if (!manifest.IsComplete) throw new StoreException(stores[i].Folder, $"is unfinished: it has {manifest.Histories} of {manifest.Planned} histories; run its command again first");
        }

        return stores;
    }
}
