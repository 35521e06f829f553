namespace AlgoDistill;

/// <summary>Finds files that the library needs beside its assemblies: native libraries.</summary>
public static class Assets
{
    /// <summary>
    /// Looks for a file: the path in the environment variable, then its name beside the assemblies, then the path below this folder
    /// or a folder above it.
    /// </summary>
    /// <param name="relativePath">Path below the repository's root.</param>
    /// <param name="variable">Environment variable that names the file itself.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="FileNotFoundException">It is nowhere; the message says how to get it.</exception>
    public static string Find(string relativePath, string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named)
            return File.Exists(named) ? named : throw new FileNotFoundException($"{variable} names {named}, which does not exist");
        var beside = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(relativePath));
        if (File.Exists(beside)) return beside;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, relativePath);
            if (File.Exists(candidate)) return candidate;
        }

        throw new FileNotFoundException($"{relativePath} is missing; run ./algodistill setup, or name the file in {variable}");
    }
}
