namespace AlgoDistill.Data.Tests;

/// <summary>An empty folder that is deleted at the end of a test.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("algodistill-");

    public string this[string name] => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>The names and bytes of all files of a folder but its lock.</summary>
    public static SortedDictionary<string, string> Bytes(string folder) =>
        new(Directory.EnumerateFiles(folder).Where(path => Path.GetFileName(path) != ".lock")
            .ToDictionary(path => Path.GetFileName(path)!, path => Convert.ToBase64String(File.ReadAllBytes(path))), StringComparer.Ordinal);
}
