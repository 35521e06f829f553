using System.Security.Cryptography;

namespace AlgoDistill.Data;

/// <summary>
/// A folder of learning histories: <c>manifest.json</c> and Parquet files of rows. What it gives is what was recorded, bit by bit:
/// the SHA-256 of a part is checked before its rows are read.
/// </summary>
public sealed class HistoryStore
{
    readonly Dictionary<int, StoreTask> tasks;
    readonly bool[] intact;

    HistoryStore(string folder, Manifest manifest)
    {
        (Folder, Manifest) = (folder, manifest);
        Columns = StoreColumns.Of(manifest);
        RowLayout = new RowLayout(manifest.Observations.Width, manifest.Actions.Width);
        tasks = manifest.Tasks.ToDictionary(task => task.Index);
        intact = new bool[manifest.Parts.Length];
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>What the store holds.</summary>
    public Manifest Manifest { get; }

    internal StoreColumns Columns { get; }

    internal RowLayout RowLayout { get; }

    /// <summary>The tasks by the numbers that column <c>task</c> holds.</summary>
    internal IReadOnlyDictionary<int, StoreTask> Tasks => tasks;

    /// <summary>Opens a store for reading; one that is still being written holds what its manifest says.</summary>
    /// <exception cref="StoreException">The manifest is missing, damaged, or of a newer version; or a part is missing or has another size.</exception>
    public static HistoryStore Open(string folder)
    {
        var manifest = ManifestFile.Read(folder);
        foreach (var part in manifest.Parts)
        {
            var file = new FileInfo(Path.Combine(folder, part.File));
            if (!file.Exists) throw new StoreException(file.FullName, "is missing; the manifest names it");
            if (file.Length != part.Bytes) throw new StoreException(file.FullName, $"has {file.Length} bytes; the manifest says {part.Bytes}");
        }

        return new HistoryStore(folder, manifest);
    }

    /// <summary>The histories in the order in which they were recorded, read part by part as they are asked for.</summary>
    /// <exception cref="StoreException">A part is damaged.</exception>
    public IEnumerable<LearningHistory> ReadHistories()
    {
        for (var part = 0; part < Manifest.Parts.Length; part++)
        {
            var file = Part(part);
            foreach (var group in file.Groups)
                foreach (var history in Read(part, file, group)) yield return history;
        }
    }

    /// <summary>The histories of one part.</summary>
    /// <exception cref="StoreException">The part is damaged.</exception>
    public IReadOnlyList<LearningHistory> ReadPart(int part)
    {
        var file = Part(part);
        return [.. file.Groups.SelectMany(group => Read(part, file, group))];
    }

    /// <summary>All histories at once, in order, read by all cores.</summary>
    /// <exception cref="StoreException">A part is damaged.</exception>
    public IReadOnlyList<LearningHistory> ReadAll()
    {
        var files = new PartFile[Manifest.Parts.Length];
        Cores.For(0, files.Length, Environment.ProcessorCount, part => files[part] = Part(part));
        var groups = files.SelectMany((file, part) => file.Groups.Select(group => (part, file, group))).ToArray();
        var histories = new IReadOnlyList<LearningHistory>[groups.Length];
        Cores.For(0, groups.Length, Environment.ProcessorCount, i => histories[i] = Read(groups[i].part, groups[i].file, groups[i].group));
        return [.. histories.SelectMany(some => some)];
    }

    /// <summary>
    /// Windows of the histories for training, the same ones in either case: from memory where all rows fit, else read in place from a file
    /// that is made once in the store's folder <c>.cache</c>, however large the store is.
    /// </summary>
    /// <param name="settings">Which windows.</param>
    /// <param name="memory">Bytes that rows in memory may take; a quarter of what this process may use when not given, since a model is to fit beside them.</param>
    /// <exception cref="StoreException">A part is damaged, or there is no room for the file.</exception>
    /// <exception cref="ArgumentException">The store has no history, or the weights do not fit.</exception>
    public HistoryWindows Windows(WindowSettings settings, long? memory = null)
    {
        var most = memory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
        return Manifest.Rows * RowLayout.Bytes <= most ? new HistoryWindows(ReadAll(), settings) : new HistoryWindows(RowCache.Open(this, settings), settings);
    }

    /// <summary>The same windows in a language format. As <see cref="Windows(WindowSettings, long?)"/>.</summary>
    /// <param name="settings">Which windows.</param>
    /// <param name="format">The format.</param>
    /// <param name="tokenize">Appends the tokens of a text; no tokens when not given.</param>
    /// <param name="memory">Bytes that rows in memory may take.</param>
    public LanguageWindows Windows(WindowSettings settings, ILanguageFormat format, Action<ReadOnlySpan<char>, List<int>>? tokenize = null, long? memory = null) =>
        new(Windows(settings, memory), format, Manifest.Observations, Manifest.Actions, tokenize);

    /// <summary>The optimal and the uniform-random return of a task of this store.</summary>
    /// <exception cref="ArgumentException">No history of the store learns this task.</exception>
    public References References(TaskInstance task) =>
        tasks.TryGetValue(task.Index, out var known) && known.ToInstance().Equals(task)
            ? new References(known.Optimal, known.Random, known.Method)
            : throw new ArgumentException($"the store {Folder} has no task {task.Index} {task}", nameof(task));

    /// <summary>Throws when a column that a model learns from is absent, as in imported histories whose rewards nobody knows.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="remedy">What to do then, if anything helps.</param>
    /// <exception cref="InvalidDataException">It is absent.</exception>
    public void RequireKnown(string column, string? remedy = null)
    {
        if (Manifest.Absent?.Contains(column) == true)
            throw new InvalidDataException($"{Folder} does not know its column {column} (the manifest lists it as absent), which this model learns from"
                + (remedy is null ? "" : $"; {remedy}"));
    }

    /// <summary>Looks at every byte and row. See <see cref="StoreFault"/> for what a fault says.</summary>
    /// <returns>All faults, at most 100 a part; none when the store is sound.</returns>
    public IReadOnlyList<StoreFault> Verify() => StoreVerifier.Verify(this);

    /// <summary>Answers a question in DuckDB's SQL over the view <c>histories</c> (all rows; write <c>"end"</c> in quotes) and the table <c>tasks</c>.</summary>
    /// <exception cref="StoreException">A part is damaged.</exception>
    /// <exception cref="System.Data.Common.DbException">DuckDB refuses the query; the message says why.</exception>
    public SqlResult Sql(string query) => StoreSql.Run(this, query);

    /// <summary>The first rows of the store, in order.</summary>
    /// <param name="rows">Most rows, at least 1.</param>
    /// <exception cref="StoreException">A part is damaged.</exception>
    public SqlResult Head(int rows) => StoreSql.Head(this, Require.InRange(rows, 1, int.MaxValue));

    /// <summary>Throws when the bytes of a part are not those that were recorded.</summary>
    internal void CheckIntact(int part)
    {
        if (intact[part]) return;
        var path = PartPath(part);
        if (Sha256(path) != Manifest.Parts[part].Sha256) throw new StoreException(path, "is damaged: its SHA-256 is not the one in the manifest");
        intact[part] = true;
    }

    internal string PartPath(int part) => Path.Combine(Folder, Manifest.Parts[part].File);

    internal static string Sha256(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(path, $"cannot be read: {error.Message}", error);
        }
    }

    PartFile Part(int part) => Faulted(part, () => PartFile.Open(PartPath(part), Manifest.Parts[part], Columns));

    IReadOnlyList<LearningHistory> Read(int part, PartFile file, PartGroup group) => Faulted(part, () => file.Read(group, tasks));

    T Faulted<T>(int part, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (PartFault fault)
        {
            throw fault.ToException(PartPath(part));
        }
    }
}
