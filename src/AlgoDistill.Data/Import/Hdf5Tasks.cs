using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data.Import;

/// <summary>An array of labels, one for each row.</summary>
/// <param name="Dataset">Its name.</param>
/// <param name="Field">The optional column that it becomes.</param>
/// <param name="StreamAxis">The axis of the streams, 0 or 1; the other one is time.</param>
sealed record Hdf5Label(string Dataset, ExtraField Field, int StreamAxis);

/// <summary>
/// A file of HDF5 with a group for each task, named 0, 1 …: <c>rewards</c> and <c>dones</c> have the axes streams and time, in the order of the layout;
/// <c>states</c> and <c>actions</c> may have more behind those. A task is learned by one learner, each of whose streams is a history.
/// </summary>
sealed class Hdf5Tasks
{
    const int ValuesPerRead = 1 << 22; // several streams at once where they are short, one where it is longer

    static readonly ImmutableArray<string> Needed = ["states", "actions", "rewards", "dones"], Columns = ["observation", "action", "reward", "end"];

    readonly string path;
    readonly int streamAxis;
    readonly (Hdf5Array States, Hdf5Array Actions) first;

    /// <summary>Finds the tasks of a file, and the labels that they have.</summary>
    /// <param name="file">The file.</param>
    /// <param name="streamAxis">The axis of the streams, 0 or 1; the other one is time.</param>
    /// <param name="known">The labels that they may have.</param>
    /// <exception cref="StoreException">There is no task, or the first one is malformed.</exception>
    public Hdf5Tasks(Hdf5File file, int streamAxis, ImmutableArray<Hdf5Label> known)
    {
        (path, this.streamAxis) = (file.Path, streamAxis);
        var groups = file.Groups();
        Numbers = [.. groups.Select(Number).OfType<int>().Order()];
        if (Numbers.IsEmpty) throw new StoreException(path, "has no group named by a number; each task has one: 0, 1 …");
        var datasets = file.Datasets($"{Numbers[0]}");
        Labels = [.. known.Where(label => datasets.Contains(label.Dataset))];
        Ignored = [.. datasets.Except(Needed).Except(Labels.Select(label => label.Dataset)), .. groups.Except(Numbers.Select(number => $"{number}"))];
        first = (file.Array($"{Numbers[0]}/states"), file.Array($"{Numbers[0]}/actions"));
    }

    /// <summary>Numbers of the tasks, ascending.</summary>
    public ImmutableArray<int> Numbers { get; }

    /// <summary>The labels that the first task has, and so every one.</summary>
    public ImmutableArray<Hdf5Label> Labels { get; }

    /// <summary>Names of datasets and groups that are not carried.</summary>
    public ImmutableArray<string> Ignored { get; }

    /// <summary>What was found.</summary>
    /// <param name="task">The task of a number.</param>
    public ImportSource Source(Func<int, TaskInstance> task) => new()
    {
        Files = [path],
        Mapping = Needed.Zip(Columns).Concat(Labels.Select(label => (label.Dataset, label.Field.Name))).ToDictionary(),
        Histories = () => Histories(task),
        Observations = Hdf5History.Space(first.States, Width(first.States)),
        Actions = Hdf5History.Space(first.Actions, Width(first.Actions)),
        Extra = [.. Labels.Select(label => label.Field)],
        Absent = Hdf5History.Absent,
    };

    /// <summary>The names that are not carried, for <see cref="ImportSource.Details"/>.</summary>
    public JsonArray IgnoredDetails() => [.. Ignored.Select(name => (JsonNode)name)];

    static int? Number(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && $"{number}" == name ? number : null;

    static int Width(Hdf5Array array) => array.Shape.Skip(2).Aggregate(1, (product, size) => product * size);

    IEnumerable<LearningHistory> Histories(Func<int, TaskInstance> task)
    {
        using var file = Hdf5File.Open(path);
        foreach (var number in Numbers)
            foreach (var history in Histories(file, number, task(number))) yield return history;
    }

    IEnumerable<LearningHistory> Histories(Hdf5File file, int number, TaskInstance task)
    {
        var (states, actions) = (file.Array($"{number}/states"), file.Array($"{number}/actions"));
        var (rewards, dones) = (file.Array($"{number}/rewards"), file.Array($"{number}/dones"));
        var labels = Labels.Select(label => (label.Field, label.StreamAxis, Array: file.Array($"{number}/{label.Dataset}"))).ToArray();
        CheckShapes(states, actions, rewards, dones);
        foreach (var label in labels) CheckAxes(label.Array, 0, label.StreamAxis == streamAxis ? rewards.Shape : [rewards.Shape[1], rewards.Shape[0]]);
        var (streams, steps) = (rewards.Shape[streamAxis], rewards.Shape[1 - streamAxis]);
        var perRead = (int)Math.Clamp(ValuesPerRead / ((long)steps * Math.Max(Width(states), Width(actions))), 1, streams);
        for (var stream = 0; stream < streams; stream += perRead)
        {
            var count = Math.Min(perRead, streams - stream);
            var (observed, acted) = (states.Read(streamAxis, stream, count), actions.Read(streamAxis, stream, count));
            var (rewarded, ended) = (rewards.Read(streamAxis, stream, count), dones.Read(streamAxis, stream, count));
            var labelled = labels.Select(label => (label.Field, Values: label.Array.Read(label.StreamAxis, stream, count))).ToArray();
            for (var i = 0; i < count; i++)
                yield return Hdf5History.Of(number, stream + i, task, observed[i], acted[i], rewarded[i], Ends(dones, stream + i, ended[i]),
                    [.. labelled.Select(label => new ExtraColumn(label.Field, [.. label.Values[i].Select(value => (object)value)]))]);
        }
    }

    // Such flags do not tell a time limit from an end
    EpisodeEnd[] Ends(Hdf5Array dones, int stream, float[] values)
    {
        if (Array.FindIndex(values, value => value is not (0 or 1)) is >= 0 and var at)
            throw new StoreException(path, string.Create(CultureInfo.InvariantCulture,
                $"{dones.Path}, stream {stream}, step {at}: is {values[at]}; it must be 0 or 1"));
        return Array.ConvertAll(values, value => value == 1 ? EpisodeEnd.Terminated : EpisodeEnd.None);
    }

    void CheckShapes(Hdf5Array states, Hdf5Array actions, Hdf5Array rewards, Hdf5Array dones)
    {
        if (rewards.Shape.Length != 2 || rewards.Shape.Contains(0))
            throw new StoreException(path, $"{rewards.Path}: has the shape {rewards.ShapeText}; it must have two axes, "
                + $"{(streamAxis == 0 ? "streams and time" : "time and streams")}, and no empty one");
        CheckAxes(dones, 0, rewards.Shape);
        foreach (var (array, sample) in ((Hdf5Array, Hdf5Array)[])[(states, first.States), (actions, first.Actions)])
        {
            CheckAxes(array, Math.Max(array.Shape.Length - 2, 0), rewards.Shape);
            if (Width(array) == 0) throw new StoreException(path, $"{array.Path}: has the shape {array.ShapeText}; a row must have at least one number");
            if (!array.Shape.Skip(2).SequenceEqual(sample.Shape.Skip(2)) || array.IsReal != sample.IsReal)
                throw new StoreException(path, $"{array.Path}: has {Kind(array)}; {sample.Path} has {Kind(sample)}, and all tasks must have the same");
        }

        static string Kind(Hdf5Array array) => $"({string.Join(", ", array.Shape.Skip(2))}) {(array.IsReal ? "real" : "whole")} numbers a row";
    }

    void CheckAxes(Hdf5Array array, int more, int[] axes)
    {
        if (array.Shape.Length != 2 + more || !array.Shape.AsSpan().StartsWith(axes))
            throw new StoreException(path, $"{array.Path}: has the shape {array.ShapeText}; by the rewards, its first axes must be ({axes[0]}, {axes[1]})"
                + (more == 0 ? ", and it has no more" : ""));
    }
}
