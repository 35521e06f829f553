using System.Collections.Immutable;
using System.Globalization;

namespace AlgoDistill.Data.Import;

/// <summary>
/// One file of Vintix: groups named by their first and last step (<c>0-9999</c>), with <c>proprio_observation</c>, <c>action</c>, <c>reward</c> and
/// <c>step_num</c>, which begins at 0 with every episode.
/// </summary>
static class VintixTrajectory
{
    static readonly ImmutableArray<string> Needed = ["proprio_observation", "action", "reward", "step_num"], Columns = ["observation", "action", "reward", "end"];

    /// <summary>Which dataset becomes which column.</summary>
    public static IReadOnlyDictionary<string, string> Mapping { get; } = Needed.Zip(Columns).ToDictionary();

    /// <summary>The spaces that a file's first group tells, and the names of its other datasets.</summary>
    public static (Space? Observations, Space? Actions, IEnumerable<string> Ignored) Kinds(string path)
    {
        using var file = Hdf5File.Open(path);
        var group = Groups(file)[0].Name;
        var (observations, actions) = (file.Array($"{group}/{Needed[0]}"), file.Array($"{group}/{Needed[1]}"));
        return (Hdf5History.Space(observations, Width(observations)), Hdf5History.Space(actions, Width(actions)), file.Datasets(group).Except(Needed));
    }

    /// <summary>The history of a file.</summary>
    /// <exception cref="StoreException">A group is missing or malformed, or the numbers of steps do not count.</exception>
    public static LearningHistory Read(string path, int run, TaskInstance task)
    {
        using var file = Hdf5File.Open(path);
        List<float>[] columns = [.. Needed.Select(_ => new List<float>())];
        foreach (var (name, first, last) in Groups(file))
        {
            Hdf5Array[] arrays = [.. Needed.Select(dataset => file.Array($"{name}/{dataset}"))];
            var before = columns[2].Count;
            CheckShapes(path, arrays);
            CheckPlace(path, name, (first, last), before, arrays[2].Shape[0]);
            for (var i = 0; i < columns.Length; i++)
            {
                if (before > 0 && columns[i].Count / before is var width && width != Width(arrays[i]))
                    throw new StoreException(path, $"{arrays[i].Path}: has {Width(arrays[i])} numbers a row; the first group has {width}");
                columns[i].AddRange(arrays[i].ReadAll());
            }
        }

        return Hdf5History.Of(run, 0, task, [.. columns[0]], [.. columns[1]], [.. columns[2]], Ends(path, columns[3]), []);
    }

    static List<(string Name, int First, int Last)> Groups(Hdf5File file)
    {
        var groups = file.Groups().Select(Steps).OrderBy(group => group.First).ToList();
        return groups.Count > 0 ? groups : throw new StoreException(file.Path, "has no group of steps");

        (string Name, int First, int Last) Steps(string name) =>
            name.Split('-') is [var first, var last] && Number(first) is { } from && Number(last) is { } to ? (name, from, to)
            : throw new StoreException(file.Path, $"/{name}: is no group of steps; its name must be FIRST-LAST, its first and last step");

        static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    static int Width(Hdf5Array array) => array.Shape.Skip(1).Aggregate(1, (product, size) => product * size);

    static void CheckShapes(string path, Hdf5Array[] arrays)
    {
        foreach (var array in arrays[2..])
            if (array.Shape is not [> 0])
                throw new StoreException(path, $"{array.Path}: has the shape {array.ShapeText}; it must have one axis, time, that is not empty");
        var rows = arrays[2].Shape[0];
        if (Array.Find(arrays, array => array.Shape.Length == 0 || array.Shape[0] != rows || Width(array) == 0) is { } other)
            throw new StoreException(path, $"{other.Path}: has the shape {other.ShapeText}; there are {rows} rewards, "
                + "and as many rows of at least one number must be in each");
    }

    static void CheckPlace(string path, string name, (int First, int Last) steps, int before, int rows)
    {
        if (steps.First != before)
            throw new StoreException(path, $"/{name}: begins with step {steps.First}, and {before} steps come before it; a group is missing or there twice");
        if (steps.Last != before + rows - 1)
            throw new StoreException(path, $"/{name}: holds {rows} steps; by its name it has {(long)steps.Last - steps.First + 1}");
    }

    // Nobody says why an episode ended: its recording did
    static EpisodeEnd[] Ends(string path, List<float> steps)
    {
        var ends = new EpisodeEnd[steps.Count];
        for (var row = 0; row < ends.Length; row++)
        {
            if (steps[row] != 0 && (row == 0 || steps[row] <= steps[row - 1]))
                throw new StoreException(path, string.Create(CultureInfo.InvariantCulture,
                    $"step_num, row {row}: is {steps[row]}; an episode begins with 0 and goes up, and the row before has {(row == 0 ? "none" : steps[row - 1])}"));
            if (steps[row] == 0 && row > 0) ends[row - 1] = EpisodeEnd.Truncated;
        }

        return ends;
    }
}
