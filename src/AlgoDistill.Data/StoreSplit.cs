namespace AlgoDistill.Data;

/// <summary>Divides a store into shards, each of which is, byte by byte, what its own process would have made; <see cref="StoreMerge"/> is the way back.</summary>
public static class StoreSplit
{
    /// <summary>Copies the parts of a store into one store a shard. Interrupted, it goes on where it stopped; the store stays as it is.</summary>
    /// <param name="store">A complete store that is no shard.</param>
    /// <param name="prefix">Shard i of n is put into the folder <c>prefix-i-of-n</c>.</param>
    /// <param name="count">Shards n; those that get no part are empty.</param>
    /// <param name="cancellation">Stops it between two parts.</param>
    /// <exception cref="StoreException">The store is a shard, unfinished or damaged, or its parts are not those of its plan, or a shard cannot be written.</exception>
    public static IReadOnlyList<HistoryStore> Run(HistoryStore store, string prefix, int count, CancellationToken cancellation = default)
    {
        var manifest = store.Manifest;
        Require.InRange(count, 1, 1_000_000, "shards");
        if (manifest.Shard is not null) throw new StoreException(store.Folder, $"is shard {manifest.Shard} already; only whole stores are split");
        if (!manifest.IsComplete) throw new StoreException(store.Folder, $"is unfinished: it has {manifest.Histories} of {manifest.Planned} histories; run its command again first");
        if (manifest.Parts.Length != manifest.Plan.Parts || manifest.Parts.Where((part, i) => part.FirstHistory != (long)i * manifest.Plan.HistoriesPerPart).Any())
            throw new StoreException(store.Folder, "has parts that were not cut by its plan, as an import of histories of unequal length has; it cannot be shared out");
        return [.. Enumerable.Range(0, count).Select(i => Copy(new Shard(i, count)))];

        HistoryStore Copy(Shard shard)
        {
            var folder = shard.Folder(prefix);
            using (var writer = StoreWriter.Open(folder, StoreWriter.Fresh(manifest, shard)))
            {
                var (first, size) = (shard.First(manifest.Parts.Length), shard.Size(manifest.Parts.Length));
                foreach (var part in Enumerable.Range(first, size).Skip(writer.Manifest.Parts.Length))
                {
                    cancellation.ThrowIfCancellationRequested();
                    writer.Adopt(store, part);
                }
            }

            return HistoryStore.Open(folder);
        }
    }
}
