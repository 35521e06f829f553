using System.Reflection;

namespace AlgoDistill;

/// <summary>Which build of this library it is.</summary>
public static class Library
{
    /// <summary>The version, such as <c>0.1.0</c>.</summary>
    public static string Version => typeof(Library).Assembly.GetName().Version!.ToString(3);

    /// <summary>The commit that it was built from; nothing where it was not built from a repository.</summary>
    public static string? Commit { get; } = typeof(Library).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        .Split('+') is [_, { Length: > 0 } commit] ? commit : null;

    /// <summary>Both in words: <c>AlgoDistill 0.1.0 (commit 3de95b7)</c>.</summary>
    public static string Text => $"AlgoDistill {Version}{(Commit is { } commit ? $" (commit {commit[..Math.Min(7, commit.Length)]})" : "")}";
}
