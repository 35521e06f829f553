using AlgoDistill.Algorithms;
using AlgoDistill.Data;
using AlgoDistill.Tasks.Bandits;
using AlgoDistill.Tasks.Control;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Experiments;

/// <summary>Everything that has an identifier: task families, source algorithms, language formats, models and experiments.</summary>
public static class Catalogue
{
    /// <summary>One of each family of tasks, with its defaults.</summary>
    public static IReadOnlyList<ITaskDistribution> Tasks { get; } = [.. GridWorldTasks.All, .. BanditTasks.All, .. ControlTasks.All];

    /// <summary>One of each algorithm whose learning can be distilled, with its defaults.</summary>
    public static IReadOnlyList<IAlgorithm> Algorithms { get; } = [.. SourceAlgorithms.All];

    /// <summary>One of each language format.</summary>
    public static IReadOnlyList<ILanguageFormat> Formats => LanguageFormats.All;

    /// <summary>One of each kind of model.</summary>
    public static IReadOnlyList<IModelFamily> Models { get; } = [new RlFamily(), new LmFamily()];

    /// <summary>The family called <paramref name="id"/>, with or without its version, or one in wrappers: <c>dark-room+permuted-actions</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the known ones.</exception>
    public static ITaskDistribution Task(string id) => TaskWrappers.Find(Tasks, id);

    /// <summary>The source algorithm called <paramref name="id"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the known ones.</exception>
    public static IAlgorithm Algorithm(string id) => Find("algorithm", Algorithms, algorithm => algorithm.Id, id);

    /// <summary>The kind of model called <paramref name="id"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the known ones.</exception>
    public static IModelFamily Model(string id) => Find("model", Models, model => model.Id, id);

    /// <summary>The experiment called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the known ones.</exception>
    public static Experiment Experiment(string name) => Find("experiment", KnownExperiments.All, experiment => experiment.Name, name);

    /// <summary>The family that a store or a run names, with its parameters.</summary>
    /// <exception cref="ArgumentException">It is unknown, or a parameter is unknown or out of range.</exception>
    public static ITaskDistribution Restore(Component tasks) => Settings.FromJson(Task(tasks.Id), tasks.Parameters);

    static T Find<T>(string kind, IReadOnlyList<T> all, Func<T, string> name, string id) where T : class =>
        all.FirstOrDefault(item => name(item) == id || name(item).StartsWith(id + "/v", StringComparison.Ordinal))
        ?? throw new ArgumentException($"unknown {kind} \"{id}\"; known are {string.Join(", ", all.Select(name))}");
}
