namespace AlgoDistill.Data.Export;

/// <summary>Writes a store in another format: the folder is there when all of it is written, and not before.</summary>
public static class StoreExport
{
    /// <summary>Exports <paramref name="store"/> to the new folder <paramref name="folder"/>.</summary>
    /// <exception cref="StoreException">The folder is there already and not empty, the store is empty or damaged, or a file cannot be written.</exception>
    public static void Run(IExporter exporter, HistoryStore store, string folder)
    {
        if (store.Manifest.Histories == 0) throw new StoreException(store.Folder, "has no history to export");
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new StoreException(folder, "is there already; name a new folder");
        var temporary = Path.TrimEndingDirectorySeparator(folder) + AtomicFile.TemporarySuffix;
        try
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true); // left over from a process that died
            Directory.CreateDirectory(temporary);
            exporter.Write(store, temporary);
            if (Directory.Exists(folder)) Directory.Delete(folder);
            Directory.Move(temporary, folder);
        }
        catch (Exception error) when (error is UnauthorizedAccessException || error is IOException and not StoreException)
        {
            throw new StoreException(folder, $"cannot be written: {error.Message}", error);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }
}
