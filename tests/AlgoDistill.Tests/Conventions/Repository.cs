namespace AlgoDistill.Tests;

/// <summary>The files of the repository that the tests were built from.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Files by ending, relative to the root, without build output.</summary>
    public static IEnumerable<string> Files(string ending) =>
        from folder in (string[])["src", "tasks", "models", "tests", "bench"]
        where Directory.Exists(Path.Combine(Root, folder))
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder), "*" + ending, SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !relative.Split('/').Any(part => part is "bin" or "obj" or "build")
        orderby relative
        select relative;

    public static string Read(string relative) => File.ReadAllText(Path.Combine(Root, relative));

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AlgoDistill.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
