namespace AlgoDistill.Torch.Tests;

/// <summary>The source tree that the tests were built from.</summary>
internal static class SourceTree
{
    internal static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AlgoDistill.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
