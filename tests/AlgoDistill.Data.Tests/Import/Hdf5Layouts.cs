using System.Text.Json;
using PureHDF;
using PureHDF.Filters;
using PureHDF.VOL.Native;

namespace AlgoDistill.Data.Tests.Import;

/// <summary>Files of HDF5 in the layouts of XLand-100B, DICP and Vintix, and the numbers that were put into them.</summary>
static class Hdf5Layouts
{
    /// <summary>How a dataset is stored.</summary>
    public enum Storage { InOnePiece, Chunked, Gzip, ShuffledGzip }

    /// <summary>A boolean as h5py writes it.</summary>
    enum Flag : byte { FALSE, TRUE }

    /// <summary>A dataset of a shape; chunks are one stream, or row, by at most four.</summary>
    public static H5Dataset Dataset<T>(T[] values, int[] shape, Storage storage = Storage.InOnePiece) => new(values,
        storage == Storage.InOnePiece ? null : [.. shape.Select((size, axis) => axis == 0 ? 1u : (uint)(axis == 1 ? Math.Min(size, 4) : size))],
        fileDims: [.. shape.Select(size => (ulong)size)],
        datasetCreation: new H5DatasetCreation(Filters: storage switch { Storage.Gzip => [DeflateFilter.Id], Storage.ShuffledGzip => [ShuffleFilter.Id, DeflateFilter.Id], _ => [] }));

    public static H5Dataset Flags(float[] values, int[] shape, Storage storage = Storage.InOnePiece) => Dataset([.. values.Select(value => (Flag)value)], shape, storage);

    /// <summary>Whole numbers below <paramref name="below"/>, in the order of a row-major array.</summary>
    public static float[] Whole(Rng rng, int count, int below) => [.. Enumerable.Range(0, count).Select(_ => (float)rng.NextInt(below))];

    /// <summary>Real numbers that 16 bits hold exactly.</summary>
    public static float[] Real(Rng rng, int count) => [.. Whole(rng, count, 2048).Select(value => value / 1024 - 1)];

    /// <summary>Rows of a stream out of an array of (time, streams, …).</summary>
    public static float[] Stream(float[] array, int streams, int stream, int width) =>
        [.. array.Chunk(width).Where((_, i) => i % streams == stream).SelectMany(row => row)];

    public static T[] As<T>(float[] values) => [.. values.Select(value => (T)Convert.ChangeType(value, typeof(T), System.Globalization.CultureInfo.InvariantCulture))];

    public static void Write(H5File file, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        file.Write(path);
    }

    /// <summary>Two tasks, or two episodes, of a format.</summary>
    public static H5File Two(string format, int streams, int steps)
    {
        var rng = new Rng(3);
        return format switch
        {
            "xland" => new H5File { ["0"] = Xland.Random(rng, streams, steps).Group(1), ["1"] = Xland.Random(rng, streams, steps).Group(2, Storage.ShuffledGzip) },
            "dicp" => new H5File { ["0"] = Dicp.Random(rng, streams, steps).Group(), ["1"] = Dicp.Random(rng, streams, steps).Group(Storage.Chunked) },
            _ => Vintix.Random(rng, steps, steps).File(steps + 1),
        };
    }

    /// <summary>A task of XLand-100B: (streams, time).</summary>
    public sealed record Xland(int Streams, int Steps, float[] States, float[] Actions, float[] Rewards, float[] Dones, float[] Expert)
    {
        public static Xland Random(Rng rng, int streams = 3, int steps = 10) => new(streams, steps, Whole(rng, streams * steps * 25, 156), Whole(rng, streams * steps, 6),
            Real(rng, streams * steps), Whole(rng, streams * steps, 2), Whole(rng, streams * steps, 6));

        public H5Group Group(long ruleset, Storage storage = Storage.Gzip) => new()
        {
            ["states"] = Dataset(As<byte>(States), [Streams, Steps, 5, 5], storage),
            ["actions"] = Dataset(As<byte>(Actions), [Streams, Steps], storage),
            ["rewards"] = Dataset(Rewards.Select(value => (Half)value).ToArray(), [Streams, Steps], storage),
            ["dones"] = Flags(Dones, [Streams, Steps], storage),
            ["expert_actions"] = Dataset(As<byte>(Expert), [Streams, Steps], storage),
            Attributes = new() { ["env-id"] = "XLand-MiniGrid-R1-9x9", ["benchmark-id"] = "trivial-1m", ["ruleset-id"] = ruleset },
        };
    }

    /// <summary>A task of DICP: (time, streams), labels (streams, time).</summary>
    public sealed record Dicp(int Streams, int Steps, float[] States, float[] Actions, float[] Rewards, float[] Dones, float[] Optimal)
    {
        public static Dicp Random(Rng rng, int streams = 3, int steps = 10) => new(streams, steps, Whole(rng, streams * steps * 2, 9), Whole(rng, streams * steps, 5),
            Whole(rng, streams * steps, 2), Whole(rng, streams * steps, 2), Whole(rng, streams * steps, 5));

        public H5Group Group(Storage storage = Storage.InOnePiece) => new()
        {
            ["states"] = Dataset(As<int>(States), [Steps, Streams, 2], storage),
            ["actions"] = Dataset(As<int>(Actions), [Steps, Streams], storage),
            ["rewards"] = Dataset(As<int>(Rewards), [Steps, Streams], storage),
            ["next_states"] = Dataset(As<int>(States), [Steps, Streams, 2], storage),
            ["dones"] = Flags(Dones, [Steps, Streams], storage),
            ["optimal_actions"] = Dataset(As<int>(Optimal), [Streams, Steps], storage),
        };
    }

    /// <summary>A trajectory of Vintix: groups of some steps.</summary>
    public sealed record Vintix(float[] Observations, float[] Actions, float[] Rewards, int[] Steps)
    {
        public const int ObservationWidth = 3, ActionWidth = 2;

        public static Vintix Random(Rng rng, params int[] episodes) => new(Real(rng, episodes.Sum() * ObservationWidth), Real(rng, episodes.Sum() * ActionWidth), Real(rng, episodes.Sum()),
            [.. episodes.SelectMany(length => Enumerable.Range(0, length))]);

        public H5File File(int perGroup)
        {
            var file = new H5File();
            for (var from = 0; from < Steps.Length; from += perGroup)
            {
                var to = Math.Min(from + perGroup, Steps.Length);
                file[$"{from}-{to - 1}"] = new H5Group
                {
                    ["proprio_observation"] = Dataset(Observations[(from * ObservationWidth)..(to * ObservationWidth)], [to - from, ObservationWidth]),
                    ["action"] = Dataset(Actions[(from * ActionWidth)..(to * ActionWidth)], [to - from, ActionWidth]),
                    ["reward"] = Dataset(Rewards[from..to], [to - from]),
                    ["step_num"] = Dataset(Steps[from..to], [to - from]),
                };
            }

            return file;
        }

        public static void WriteMetadata(string folder, string name) => System.IO.File.WriteAllText(Path.Combine(folder, $"{Path.GetFileName(folder)}.json"),
            JsonSerializer.Serialize(new { task_name = name, observation_shape = new { proprio = new[] { ObservationWidth } }, action_dim = ActionWidth, action_type = "continuous" }));
    }
}
