using System.Globalization;
using System.Numerics;
using PureHDF;
using PureHDF.Selections;

namespace AlgoDistill.Data.Import;

/// <summary>A dataset of HDF5 that holds numbers or booleans, read as floats.</summary>
sealed class Hdf5Array
{
    const float LargestWhole = 1 << 24; // below it a float holds all whole numbers exactly
    const double HighestCompression = 1032; // of DEFLATE
    const long ReadsPerChunk = 4000; // a tree is searched for its place

    readonly Hdf5File file;
    readonly IH5Dataset dataset;
    readonly Func<Selection, float[]> read;
    readonly ulong[] chunk; // sizes of a chunk; empty when the values lie in one piece

    public Hdf5Array(Hdf5File file, string path, IH5Dataset dataset)
    {
        (this.file, Path, this.dataset) = (file, path, dataset);
        (IsReal, read) = file.Read(path, 0, () => (dataset.Type.Class == H5DataTypeClass.FloatingPoint, Reader(dataset.Type)));
        (Shape, chunk) = file.Read(path, 0, () => (dataset.Space.Dimensions.Select(size => checked((int)size)).ToArray(),
            dataset.Layout.Class == H5DataLayoutClass.Chunked ? dataset.Layout.Chunks : []));
        CheckSize();
    }

    /// <summary>Its place in the file.</summary>
    public string Path { get; }

    /// <summary>Whether its values are real numbers; whole ones or booleans otherwise.</summary>
    public bool IsReal { get; }

    /// <summary>Sizes of its axes.</summary>
    public int[] Shape { get; }

    /// <summary>The shape in brackets.</summary>
    public string ShapeText => $"({string.Join(", ", Shape)})";

    /// <summary>All values, row by row.</summary>
    /// <exception cref="StoreException">They cannot be read, or one is not finite or has no exact float.</exception>
    public float[] ReadAll() => Slab(0, 0, Shape[0]);

    /// <summary>
    /// The values at <paramref name="count"/> indices of an axis from <paramref name="first"/> on: for each index those of the other axes, row by row.
    /// </summary>
    /// <exception cref="StoreException">They cannot be read, or one is not finite or has no exact float.</exception>
    public float[][] Read(int axis, int first, int count)
    {
        var slab = Slab(axis, first, count);
        var inner = Shape[(axis + 1)..].Aggregate(1, (product, size) => product * size);
        var parts = new float[count][];
        for (var k = 0; k < count; k++)
        {
            parts[k] = new float[slab.Length / count];
            for (int from = k * inner, to = 0; to < parts[k].Length; from += count * inner, to += inner) slab.AsSpan(from, inner).CopyTo(parts[k].AsSpan(to));
        }

        return parts;
    }

    float[] Slab(int axis, int first, int count)
    {
        var (starts, sizes) = (new ulong[Shape.Length], Shape.Select(size => (ulong)size).ToArray());
        (starts[axis], sizes[axis]) = ((ulong)first, (ulong)count);
        var chunks = chunk.Select((size, i) => (double)sizes[i] / size + 2).Aggregate(1.0, (product, size) => product * size);
        var values = file.Read(Path, (long)(sizes.Aggregate(1.0, (product, size) => product * size) + chunks * ReadsPerChunk),
            () => read(new HyperslabSelection(Shape.Length, starts, sizes)));
        if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var at) throw Wrong(at, sizes, starts, values[at], "a finite number");
        if (!IsReal && Array.FindIndex(values, value => Math.Abs(value) >= LargestWhole) is >= 0 and var large)
            throw Wrong(large, sizes, starts, values[large], $"a whole number below {LargestWhole}, which a float holds exactly");
        return values;
    }

    StoreException Wrong(int at, ulong[] sizes, ulong[] starts, float value, string wanted)
    {
        var index = new ulong[sizes.Length];
        for (var axis = sizes.Length - 1; axis >= 0; axis--) (at, index[axis]) = (at / (int)sizes[axis], starts[axis] + (ulong)at % sizes[axis]);
        return new(file.Path, string.Create(CultureInfo.InvariantCulture, $"{Path}, index ({string.Join(", ", index)}): is {value}; it must be {wanted}"));
    }

    Func<Selection, float[]> Reader(IH5DataType type) => (type.Class, type.Size) switch
    {
        (H5DataTypeClass.FloatingPoint, 2) => Floats<Half>,
        (H5DataTypeClass.FloatingPoint, 4) => Floats<float>,
        (H5DataTypeClass.FloatingPoint, 8) => Floats<double>,
        (H5DataTypeClass.FixedPoint, 1) => type.FixedPoint.IsSigned ? Floats<sbyte> : Floats<byte>,
        (H5DataTypeClass.FixedPoint, 2) => type.FixedPoint.IsSigned ? Floats<short> : Floats<ushort>,
        (H5DataTypeClass.FixedPoint, 4) => type.FixedPoint.IsSigned ? Floats<int> : Floats<uint>,
        (H5DataTypeClass.FixedPoint, 8) => type.FixedPoint.IsSigned ? Floats<long> : Floats<ulong>,
        (H5DataTypeClass.Enumerated or H5DataTypeClass.BitField, 1) => Floats<byte>, // booleans
        _ => throw new StoreException(file.Path, $"{Path}: holds {type.Class} of {type.Size} bytes; numbers of at most 8 bytes and booleans are read"),
    };

    float[] Floats<T>(Selection selection) where T : unmanaged, INumber<T> =>
        Array.ConvertAll(dataset.Read<T[]>(fileSelection: selection), float.CreateTruncating);

    // Damaged sizes would have the library fill, step by step, what the file does not hold
    void CheckSize()
    {
        var bytes = Shape.Aggregate((double)dataset.Type.Size, (product, size) => product * size);
        var most = file.Bytes * HighestCompression;
        var sound = chunk.Length == 0 ? bytes <= file.Bytes : chunk.Length == Shape.Length && !chunk.Contains(0UL) && bytes <= most
            && chunk.Aggregate((double)dataset.Type.Size, (product, size) => product * size) <= most
            && chunk.Select((size, i) => Math.Ceiling((double)Shape[i] / size)).Aggregate(1.0, (product, size) => product * size) <= file.Bytes;
        var chunks = chunk.Length > 0 ? $" in chunks of ({string.Join(", ", chunk)})" : "";
        if (!sound) throw new StoreException(file.Path, $"{Path}: {ShapeText} values{chunks} cannot be in a file of {file.Bytes} bytes");
    }
}
