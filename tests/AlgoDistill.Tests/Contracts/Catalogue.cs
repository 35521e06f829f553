using System.Reflection;
using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;
using AlgoDistill.Tasks.Control;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Tests;

/// <summary>Everything that the contracts hold for.</summary>
public class Catalogue
{
    public static IReadOnlyList<ITaskDistribution> AllTasks { get; } = [.. BanditTasks.All, .. GridWorldTasks.All, .. ControlTasks.All];

    /// <summary>An example of each wrapper.</summary>
    public static IReadOnlyList<ITaskDistribution> Wrapped { get; } = [.. TaskWrappers.All.Select(wrapper => wrapper with { Inner = new DarkRoom() })];

    /// <summary>Algorithms without a neural network.</summary>
    public static IReadOnlyList<IAlgorithm> Cheap { get; } = [.. SourceAlgorithms.All.Except(SourceAlgorithms.Neural)];

    /// <summary>Algorithms that take no chance.</summary>
    public static IReadOnlyList<string> Certain { get; } = ["expert", "value-iteration"];

    /// <summary>Algorithms that never learn.</summary>
    public static IReadOnlyList<string> Frozen { get; } = ["uniform-random", .. Certain];

    /// <summary>An example of each number policy over each manner of writing numbers.</summary>
    public static IReadOnlyList<ILanguageFormat> Rounded { get; } =
    [
        new RoundedFormat(new CompactFormat()) { Observations = new NumberPolicy.Fixed(2), Actions = new NumberPolicy.Fixed(0), Rewards = new NumberPolicy.Fixed(3) },
        new RoundedFormat(new AdRlhfFormat()) { Observations = Bins(1, 5), Actions = new NumberPolicy.Fixed(3), Rewards = Bins(12, 7) },
        new RoundedFormat(new AdRlhfCodeFormat()) { Observations = new NumberPolicy.Fixed(1), Actions = Bins(20, 1), Rewards = Bins(3, 1) },
        new RoundedFormat(new JsonLinesFormat()) { Observations = Bins(32, 0.25f), Actions = Bins(6, 1), Rewards = new NumberPolicy.Fixed(0) },
        new RoundedFormat(new ProseFormat()) { Observations = Bins(12, 0.25f), Actions = Bins(64, 0.1f) },
    ];

    /// <summary>Language formats, plain and rounded.</summary>
    public static IReadOnlyList<ILanguageFormat> AllFormats { get; } = [.. LanguageFormats.All, .. Rounded];

    public static TheoryData<string> Tasks { get; } = new(AllTasks.Concat(Wrapped).Select(task => task.Id));

    public static TheoryData<string> Algorithms { get; } = new(SourceAlgorithms.All.Select(algorithm => algorithm.Id));

    public static TheoryData<string> Formats { get; } = new(AllFormats.Select(format => format.Id));

    /// <summary>
    /// Every algorithm with every task whose spaces it takes; those with a neural network with one task of each pair of kinds of spaces, so
    /// that the laws stay cheap.
    /// </summary>
    public static TheoryData<string, string> Pairs { get; } = AllPairs();

    /// <summary>Spaces of all tasks, and others that tasks may have.</summary>
    public static IReadOnlyList<(Space Observations, Space Actions)> Spaces { get; } =
    [
        .. AllTasks.Select(task => (task.Observations, task.Actions)).Distinct(),
        (new Space.Discrete(1, 3), new Space.Discrete(1)),
        (new Space.Discrete(120, 3), new Space.Discrete(12, 2)),
        (new Space.Discrete(5000), new Space.Discrete(3)),
        (new Space.Box(3, float.NegativeInfinity, float.PositiveInfinity), new Space.Discrete(4)),
        (new Space.Box(1, -1, 1), new Space.Box(2, -2, 2)),
        (new Space.Discrete(4), new Space.Box(1, 0, 1e9f)),
    ];

    public static ITaskDistribution Task(string id) => AllTasks.Concat(Wrapped).Single(task => task.Id == id);

    static TheoryData<string, string> AllPairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var algorithm in SourceAlgorithms.All)
        {
            var tasks = SourceAlgorithms.Neural.Contains(algorithm) ? AllTasks.DistinctBy(Kinds) : AllTasks;
            foreach (var task in tasks.Where(task => Plays(algorithm, task))) pairs.Add(algorithm.Id, task.Id);
        }

        return pairs;
    }

    static (Type, bool, Type, bool) Kinds(ITaskDistribution task) =>
        (task.Observations.GetType(), task.Observations.Width > 1, task.Actions.GetType(), task.Actions.Width > 1);

    public static IAlgorithm Algorithm(string id) => SourceAlgorithms.All.Single(algorithm => algorithm.Id == id);

    public static ILanguageFormat Format(string id) => AllFormats.Single(format => format.Id == id);

    /// <summary>Whether the algorithm takes these tasks; a refusal must name the algorithm and the family or a space.</summary>
    public static bool Plays(IAlgorithm algorithm, ITaskDistribution tasks) =>
        Accepts(algorithm, () => algorithm.CreateAgent(tasks, [tasks.Split(0).Train[0]], new Rng(0)), tasks.Id, $"{tasks.Observations}", $"{tasks.Actions}");

    /// <summary>Whether the algorithm takes these spaces, with nothing known of the task; a refusal must name the algorithm and what it was given.</summary>
    public static bool Plays(IAlgorithm algorithm, Space observations, Space actions) =>
        Accepts(algorithm, () => algorithm.CreateAgent(observations, actions, 1, new Rng(0)), $"{observations}", $"{actions}");

    static bool Accepts(IAlgorithm algorithm, Func<IAgent> create, params string[] names)
    {
        try
        {
            create().Dispose();
            return true;
        }
        catch (ArgumentException refusal)
        {
            Assert.Contains(algorithm.Id, refusal.Message, StringComparison.Ordinal);
            Assert.True(names.Any(name => refusal.Message.Contains(name, StringComparison.Ordinal)), refusal.Message);
            return false;
        }
    }

    /// <summary>Bins as wide as <paramref name="width"/> about zero.</summary>
    static NumberPolicy.Bins Bins(int count, float width) => new([new QuantileBins(
        [.. Enumerable.Range(0, count).Select(bin => (bin - count / 2) * width)],
        [.. Enumerable.Range(1, count - 1).Select(bin => (bin - count / 2 - 0.5f) * width)])]);

    /// <summary>A point of the space: a corner or a random one.</summary>
    public static float[] Draw(Space space, Rng rng)
    {
        var value = new float[space.Width];
        for (var i = 0; i < value.Length; i++)
        {
            value[i] = space switch
            {
                Space.Discrete discrete => rng.NextInt(discrete.Count),
                Space.Box box when rng.NextInt(10) == 0 => rng.NextInt(2) == 0 ? box.Low : box.High,
                Space.Box box when float.IsFinite(box.High - box.Low) => Math.Clamp(box.Low + (box.High - box.Low) * rng.NextSingle(), box.Low, box.High),
                _ => (float)(rng.NextGaussian() * Math.Pow(10, rng.NextInt(70) - 35)),
            };
        }

        Assert.True(space.Contains(value));
        return value;
    }

    [Fact]
    public void Every_task_algorithm_and_format_is_listed_once()
    {
        Type[] listed = [.. AllTasks.Concat<object>(Wrapped).Concat(SourceAlgorithms.All).Concat(AllFormats).Select(item => item.GetType())];
        Type[] extensionPoints = [typeof(ITaskDistribution), typeof(IAlgorithm), typeof(ILanguageFormat)];
        var existing = from file in Directory.GetFiles(AppContext.BaseDirectory, "AlgoDistill*.dll")
                       where !Path.GetFileName(file).Contains("Tests", StringComparison.Ordinal)
                       from type in Assembly.LoadFrom(file).GetExportedTypes()
                       where type is { IsClass: true, IsAbstract: false } && extensionPoints.Any(point => point.IsAssignableFrom(type))
                       select type;
        Assert.Equal(existing.Select(type => type.FullName).Order(), listed.Select(type => type.FullName).Distinct().Order());
        foreach (var ids in (IEnumerable<string>[])[AllTasks.Select(x => x.Id), SourceAlgorithms.All.Select(x => x.Id), AllFormats.Select(x => x.Id)])
            Assert.Distinct(ids);
    }
}
