using System.Collections.Immutable;

namespace AlgoDistill;

/// <summary>A set of tasks: a finite list, or an endless stream in which every number names one task.</summary>
public sealed class TaskSet
{
    readonly Func<int, TaskInstance> make;

    TaskSet(int? count, Func<int, TaskInstance> make) => (Count, this.make) = (count, make);

    /// <summary>How many tasks there are; nothing for an endless stream.</summary>
    public int? Count { get; }

    /// <summary>Task number <paramref name="index"/>; the same number always gives the same task.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not below <see cref="Count"/>.</exception>
    public TaskInstance this[int index] => make(Require.InRange(index, 0, (Count ?? int.MaxValue) - 1, nameof(index)));

    /// <summary>Task number <paramref name="index"/> modulo the count: any number of histories over a finite set.</summary>
    public TaskInstance Cycle(int index) => this[Count is { } count ? index % count : index];

    /// <summary>A finite set of the given parameters.</summary>
    public static TaskSet Of(IReadOnlyList<ImmutableArray<double>> parameters) =>
        new(parameters.Count, index => new TaskInstance(index, parameters[index]));

    /// <summary>The same tasks with other parameters, made from theirs when they are asked for.</summary>
    public TaskSet Select(Func<TaskInstance, ImmutableArray<double>> parameters) => new(Count, index => new TaskInstance(index, parameters(make(index))));

    /// <summary>An endless stream: task <c>i</c> is drawn from <c>rng.Split(i)</c>.</summary>
    public static TaskSet Stream(Rng rng, Func<Rng, ImmutableArray<double>> draw) =>
        new(null, index => new TaskInstance(index, draw(rng.Split((ulong)index))));
}

/// <summary>The frozen division of a family into tasks to train on and tasks held out.</summary>
/// <param name="Train">Tasks that learning histories come from.</param>
/// <param name="Test">Held-out tasks of the same distribution: disjoint from <paramref name="Train"/> where the family is finite.</param>
/// <param name="Shifted">Held-out tasks of another distribution, where the family has one (bandits: the even arms better).</param>
public sealed record TaskSplit(TaskSet Train, TaskSet Test, TaskSet? Shifted = null)
{
    /// <summary>The names that <see cref="Named"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["train", "test", "shifted"];

    /// <summary>The set called <paramref name="name"/>: train, test or shifted.</summary>
    /// <exception cref="ArgumentException">No such set; the message lists those of this family.</exception>
    public TaskSet Named(string name) => name switch
    {
        "train" => Train,
        "test" => Test,
        "shifted" when Shifted is not null => Shifted,
        _ => throw new ArgumentException($"the split is \"{name}\"; this family has {(Shifted is null ? "train, test" : "train, test, shifted")}", nameof(name)),
    };

    /// <summary>Shuffles a finite family by <paramref name="seed"/> and cuts it: the first <paramref name="train"/> tasks train, the rest are held out.</summary>
    public static TaskSplit Cut(IReadOnlyList<ImmutableArray<double>> family, int train, ulong seed)
    {
        var order = family.ToArray();
        new Rng(seed).Shuffle(order.AsSpan());
        return new TaskSplit(TaskSet.Of(order[..train]), TaskSet.Of(order[train..]));
    }
}
