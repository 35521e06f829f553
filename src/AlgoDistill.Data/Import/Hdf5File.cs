using PureHDF;
using PureHDF.VOL.Native;

namespace AlgoDistill.Data.Import;

/// <summary>A file of HDF5, read piece by piece. Every fault names the file and the object in it.</summary>
sealed class Hdf5File : IDisposable
{
    readonly Hdf5Stream stream;
    readonly NativeFile root;

    Hdf5File(string path, Hdf5Stream stream) => (Path, this.stream, root) = (path, stream, H5File.Open(stream));

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Bytes of the file.</summary>
    public long Bytes => stream.Length;

    /// <summary>Opens a file.</summary>
    /// <exception cref="StoreException">It is missing or no file of HDF5.</exception>
    public static Hdf5File Open(string path)
    {
        if (!File.Exists(path)) throw new StoreException(path, "is missing");
        var stream = JsonSource.Guard(path, () => new Hdf5Stream(File.OpenRead(path)));
        try
        {
            return Guard(path, "is no sound HDF5 file", () => new Hdf5File(path, stream));
        }
        catch (StoreException)
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Names of the groups in the root.</summary>
    public IReadOnlyList<string> Groups() => Names<IH5Group>("", () => root);

    /// <summary>Names of the datasets in a group.</summary>
    public IReadOnlyList<string> Datasets(string group) => Names<IH5Dataset>(group, () => root.Group(group));

    /// <summary>A dataset.</summary>
    /// <param name="path">Group and name: <c>0/rewards</c>.</param>
    /// <exception cref="StoreException">It is missing, or holds no numbers.</exception>
    public Hdf5Array Array(string path) => new(this, $"/{path}", Read($"/{path}", 0, () => root.LinkExists(path) ? root.Dataset(path) : null)
        ?? throw new StoreException(Path, $"/{path}: is missing"));

    /// <summary>An attribute that is one text.</summary>
    /// <exception cref="StoreException">It is missing or something else.</exception>
    public string Text(string group, string name) => Attribute(group, name, "a text",
        attribute => attribute.Type.Class is H5DataTypeClass.VariableLength or H5DataTypeClass.String ? attribute.Read<string>() : null);

    /// <summary>An attribute that is one whole number.</summary>
    /// <exception cref="StoreException">It is missing or something else.</exception>
    public long Integer(string group, string name) => Attribute<long?>(group, name, "a whole number", attribute => (attribute.Type.Class, attribute.Type.Size) switch
    {
        (H5DataTypeClass.FixedPoint, sizeof(long)) => attribute.Read<long>(),
        (H5DataTypeClass.FixedPoint, sizeof(int)) => attribute.Read<int>(),
        _ => null,
    })!.Value;

    /// <summary>Does what reads an object, and turns whatever a damaged file makes the library throw into one kind of error.</summary>
    /// <param name="where">The object.</param>
    /// <param name="reads">Reads of the file that it may take, beyond those for finding the object.</param>
    /// <param name="read">What to do.</param>
    public T Read<T>(string where, long reads, Func<T> read)
    {
        stream.Allow(reads);
        return Guard(Path, $"{where}: cannot be read", read);
    }

    /// <inheritdoc/>
    public void Dispose() => root.Dispose();

    static T Guard<T>(string file, string fault, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not StoreException) // the library throws Exception itself, and whatever damaged bytes lead to
        {
            throw new StoreException(file, $"{fault}: {error.GetBaseException().Message}", error);
        }
    }

    List<string> Names<T>(string path, Func<IH5Group> group) where T : IH5Object
    {
        var names = new List<string>();
        using var children = Read($"/{path}", 0, () => group().Children().GetEnumerator());
        while (Read($"/{path}", 0, children.MoveNext))
            if (children.Current is T child) names.Add(child.Name);
        return names;
    }

    T Attribute<T>(string group, string name, string wanted, Func<IH5Attribute, T?> read) => Read($"/{group}, attribute {name}", 0, () =>
    {
        var owner = root.Group(group);
        if (!owner.AttributeExists(name)) throw new StoreException(Path, $"/{group}, attribute {name}: is missing");
        var attribute = owner.Attribute(name);
        var type = attribute.Type;
        return read(attribute) ?? throw new StoreException(Path, $"/{group}, attribute {name}: is {type.Class} of {type.Size} bytes; it must be {wanted}");
    });
}
