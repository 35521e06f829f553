using System.Collections.Immutable;
using System.Globalization;

namespace AlgoDistill.Tasks.Control;

/// <summary>A constant of a system that tells one task of its family from another.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Classic">Its value in Gymnasium.</param>
/// <param name="Low">Smallest value allowed.</param>
/// <param name="High">Largest value allowed.</param>
/// <param name="Share">Share of the family's spread by which it varies.</param>
readonly record struct Constant(string Name, double Classic, double Low, double High, double Share = 1);

/// <summary>The constants of a family, in the order of its tasks' parameters.</summary>
/// <param name="id">The family.</param>
/// <param name="all">The constants.</param>
sealed class Constants(string id, params ImmutableArray<Constant> all)
{
    // Keys by which the sets of a split are drawn.
    const ulong TrainKey = 1, TestKey = 2, ShiftedKey = 3;

    /// <summary>The task with Gymnasium's constants.</summary>
    public TaskInstance Classic { get; } = new(0, [.. all.Select(constant => constant.Classic)]);

    /// <summary>
    /// Endless streams of tasks that have nothing in common. A train or test task has each constant within ±<paramref name="spread"/> of
    /// Gymnasium's, uniform and relative to it; a shifted task has each between that and twice that. Values end at the range allowed.
    /// </summary>
    public TaskSplit Split(ulong seed, double spread)
    {
        var rng = new Rng(seed);
        return new TaskSplit(
            TaskSet.Stream(rng.Split(TrainKey), task => Draw(task, spread, 0)),
            TaskSet.Stream(rng.Split(TestKey), task => Draw(task, spread, 0)),
            TaskSet.Stream(rng.Split(ShiftedKey), task => Draw(task, spread, 1)));
    }

    /// <summary>The parameters of <paramref name="task"/>, checked.</summary>
    /// <exception cref="ArgumentException">They are not those of a task of this family.</exception>
    public ImmutableArray<double> Of(TaskInstance task)
    {
        var values = task.Parameters;
        if (values.Length == all.Length && all.Zip(values).All(pair => pair.Second >= pair.First.Low && pair.Second <= pair.First.High)) return values;
        var allowed = string.Join(", ", all.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name} {c.Low:0.######} to {c.High:0.######}")));
        throw new ArgumentException($"the parameters of a {id} task are {allowed}; got {task}", nameof(task));
    }

    /// <summary>Each deviation, as a share of the spread, is uniform in ±[<paramref name="nearest"/>, nearest + 1).</summary>
    ImmutableArray<double> Draw(Rng rng, double spread, double nearest) =>
        [.. all.Select(constant =>
        {
            var sign = rng.NextInt(2) == 0 ? -1 : 1;
            var deviation = sign * spread * constant.Share * (nearest + rng.NextDouble());
            return Math.Clamp(constant.Classic * (1 + deviation), constant.Low, constant.High);
        })];
}
