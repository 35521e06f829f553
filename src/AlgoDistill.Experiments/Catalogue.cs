using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Experiments;

/// <summary>Everything that has an identifier: task families, source algorithms and language formats.</summary>
public static class Catalogue
{
    /// <summary>One of each family of tasks, with its defaults.</summary>
    public static IReadOnlyList<ITaskDistribution> Tasks { get; } = [.. GridWorldTasks.All, .. BanditTasks.All];

    /// <summary>One of each algorithm whose learning can be distilled, with its defaults.</summary>
    public static IReadOnlyList<IAlgorithm> Algorithms { get; } = [.. SourceAlgorithms.All];

    /// <summary>One of each language format.</summary>
    public static IReadOnlyList<ILanguageFormat> Formats => LanguageFormats.All;

    /// <summary>The family called <paramref name="id"/>, with or without its version.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the known ones.</exception>
    public static ITaskDistribution Task(string id) => Find("task", Tasks, task => task.Id, id);

    /// <summary>The source algorithm called <paramref name="id"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the known ones.</exception>
    public static IAlgorithm Algorithm(string id) => Find("algorithm", Algorithms, algorithm => algorithm.Id, id);

    static T Find<T>(string kind, IReadOnlyList<T> all, Func<T, string> name, string id) where T : class =>
        all.FirstOrDefault(item => name(item) == id || name(item).StartsWith(id + "/v", StringComparison.Ordinal))
        ?? throw new ArgumentException($"unknown {kind} \"{id}\"; known are {string.Join(", ", all.Select(name))}");
}
