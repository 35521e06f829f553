using Microsoft.Win32.SafeHandles;

namespace AlgoDistill.Data;

/// <summary>
/// Files of rows, made once for a store and what is kept of it, in a folder of the store that nothing else looks into. A file is written under a
/// temporary name, flushed and renamed, by one process at a time. Where that cannot be, because the store cannot be written or another
/// process is at it, the rows go into a file of this process alone, which is gone when it is closed.
/// </summary>
static class RowCache
{
    /// <summary>Name of the folder.</summary>
    public const string FolderName = ".cache";

    const string LockName = ".lock";
    const int NameBytes = 12; // of the key: enough that no two are alike

    /// <summary>The rows of a store that the settings keep; made when there is no such file, or it is damaged.</summary>
    /// <exception cref="StoreException">A part is damaged, or there is no room for the rows.</exception>
    /// <exception cref="ArgumentException">The store has no history.</exception>
    public static RowFile Open(HistoryStore store, WindowSettings settings)
    {
        if (store.Manifest.Rows == 0) throw new ArgumentException($"there is no history in {store.Folder} to cut windows from", nameof(store));
        var key = RowFileTail.Key(store.Manifest, settings);
        var folder = Path.Combine(store.Folder, FolderName);
        var path = Path.Combine(folder, Convert.ToHexStringLower(key.AsSpan(0, NameBytes)) + ".rows");
        if (RowFile.Open(path, key, store) is { } made) return made;
        using var alone = Lock(folder);
        if (alone is null) return Private(store, settings, key);
        return RowFile.Open(path, key, store)           // by a process that held the lock until now
            ?? Shared(store, settings, key, path);
    }

    static RowFile Shared(HistoryStore store, WindowSettings settings, byte[] key, string path)
    {
        StoreWriter.Guard(path, () =>
        {
            foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*" + AtomicFile.TemporarySuffix)) File.Delete(left); // by a process that died
            AtomicFile.Write(path, stream => Write(stream, store, settings, key));
        });
        return RowFile.Open(path, key, store) ?? throw new StoreException(path, "is not what was written a moment ago");
    }

    static RowFile Private(HistoryStore store, WindowSettings settings, byte[] key)
    {
        var path = Path.Combine(Path.GetTempPath(), $"algodistill-{Path.GetRandomFileName()}.rows");
        SafeFileHandle? file = null;
        StoreWriter.Guard(path, () =>
        {
            file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.DeleteOnClose | FileOptions.RandomAccess);
            Write(new FileStream(file, FileAccess.ReadWrite, bufferSize: 0), store, settings, key); // not disposed: the handle lives on
        });
        return RowFile.Open(path, file!, key, store) ?? throw new StoreException(path, "is not what was written a moment ago");
    }

    static void Write(Stream stream, HistoryStore store, WindowSettings settings, byte[] key)
    {
        var writer = new RowFileWriter(stream, store.RowLayout);
        foreach (var history in store.ReadHistories()) writer.Add(settings.Keep(history));
        writer.Finish(key);
    }

    static FileStream? Lock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
