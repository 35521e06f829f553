using System.Security.Cryptography;

namespace AlgoDistill.Data;

/// <summary>
/// Adds parts to a store. A part is written under a temporary name, flushed, renamed, and then entered in the manifest, which is itself
/// replaced in one step: whenever the process dies, the store is sound and can be gone on with.
/// </summary>
public sealed class StoreWriter : IDisposable
{
    const string LockName = ".lock";

    readonly string folder;
    readonly FileStream heldLock;
    readonly StoreColumns columns;
    readonly PartWriter writer;
    Dictionary<int, TaskInstance> tasks;
    StoreStatistics? statistics; // of the parts in the manifest; nothing when they are to be gathered anew

    StoreWriter(string folder, FileStream heldLock, Manifest manifest)
    {
        (this.folder, this.heldLock, Manifest) = (folder, heldLock, manifest);
        columns = StoreColumns.Of(manifest);
        writer = new PartWriter(columns);
        tasks = manifest.Tasks.ToDictionary(task => task.Index, task => task.ToInstance());
    }

    /// <summary>What the store holds by now.</summary>
    public Manifest Manifest { get; private set; }

    /// <summary>Starts a store, or goes on with one that was begun by an equal plan.</summary>
    /// <param name="folder">The store's folder; it is made when it is missing.</param>
    /// <param name="plan">How the histories are made.</param>
    /// <param name="observations">What an observation is.</param>
    /// <param name="actions">What an action is.</param>
    /// <param name="shard">The share of the plan that the store is for; the whole plan when not given.</param>
    /// <param name="computedWith">What computes the histories, where their bits depend on it.</param>
    /// <exception cref="StoreException">
    /// Another writer is at work; the folder holds something else, or a store of another plan or, unfinished, of another environment (the message says which value differs);
    /// a part of it is damaged; or the folder cannot be written.
    /// </exception>
    public static StoreWriter Open(string folder, StorePlan plan, Space observations, Space actions, Shard? shard = null, ComputeEnvironment? computedWith = null) =>
        Open(folder, Fresh(plan, observations, actions, shard) with { ComputedWith = computedWith });

    /// <summary>The manifest of a store that has no parts yet.</summary>
    internal static Manifest Fresh(StorePlan plan, Space observations, Space actions, Shard? shard = null) => new()
    {
        FormatVersion = Manifest.CurrentVersion,
        LibraryVersion = Library.Version,
        LibraryCommit = Library.Commit,
        Observations = observations,
        Actions = actions,
        Plan = plan,
        Shard = shard,
        Tasks = [],
        Parts = [],
    };

    /// <summary>The same for rows like those of another store, of its plan or a shard of it.</summary>
    internal static Manifest Fresh(Manifest like, Shard? shard = null) =>
        Fresh(like.Plan, like.Observations, like.Actions, shard) with { Extra = like.Extra, Absent = like.Absent, ComputedWith = like.ComputedWith };

    /// <summary>Starts the store of a manifest that has no parts yet, or goes on with one that was begun by an equal manifest.</summary>
    internal static StoreWriter Open(string folder, Manifest fresh)
    {
        var heldLock = Lock(folder);
        StoreWriter? writer = null;
        try
        {
            return writer = new StoreWriter(folder, heldLock, Begin(folder, fresh));
        }
        finally
        {
            if (writer is null) heldLock.Dispose();
        }
    }

    /// <summary>Adds one part.</summary>
    /// <param name="histories">Whole histories, of at least one row each.</param>
    /// <param name="references">Gives the references of a task that is new to the store.</param>
    /// <exception cref="StoreException">The disk is full or the folder cannot be written; the store stays as it was.</exception>
    /// <exception cref="ArgumentException">There is no history, or one has no row or other widths than the spaces.</exception>
    public void Append(IReadOnlyList<LearningHistory> histories, Func<TaskInstance, References> references) => Append([histories], references);

    /// <summary>Adds parts, each made by a thread of its own and entered in its turn.</summary>
    /// <param name="parts">Each of whole histories, of at least one row each.</param>
    /// <param name="references">Gives the references of a task that is new to the store.</param>
    /// <exception cref="StoreException">The disk is full or the folder cannot be written; the store holds the parts before.</exception>
    /// <exception cref="ArgumentException">A part has no history, or one has no row or other widths than the spaces.</exception>
    public void Append(IReadOnlyList<IReadOnlyList<LearningHistory>> parts, Func<TaskInstance, References> references)
    {
        foreach (var histories in parts) Check(histories);
        var header = ManifestFile.PartHeader(Manifest);
        var made = parts.Select(histories => Task.Run(() => writer.Write(histories, header))).ToArray();
        for (var i = 0; i < made.Length; i++) Add(parts[i], made[i], references);
    }

    void Add(IReadOnlyList<LearningHistory> histories, Task<ReadOnlyMemory<byte>> made, Func<TaskInstance, References> references)
    {
        var all = new Dictionary<int, TaskInstance>(tasks);
        var added = histories.Select(history => history.Task).Where(task => all.TryAdd(task.Index, task)).ToArray();
        if (histories.FirstOrDefault(history => !history.Task.Equals(all[history.Task.Index])) is { } other)
            throw new ArgumentException($"history {other.Run}.{other.Stream} has task {other.Task.Index} {other.Task}, which is {all[other.Task.Index]} in the store", nameof(histories));

        Guard(Path.Combine(folder, NextName), () =>
        {
            var entries = added.AsParallel().AsOrdered().Select(task => StoreTask.Of(task, references(task))).ToArray();
            var gathered = Gathered(histories);     // while the part is made
            Enter(Written(histories, made.GetAwaiter().GetResult()), gathered, entries);
            tasks = all;
        });
    }

    /// <summary>Adds a copy of a part of another store, which must be the part that comes next.</summary>
    /// <exception cref="StoreException">The part is damaged, or the disk is full or the folder cannot be written; the store stays as it was.</exception>
    internal void Adopt(HistoryStore from, int number)
    {
        var histories = from.ReadPart(number);
        var part = from.Manifest.Parts[number];
        Guard(Path.Combine(folder, part.File), () =>
        {
            AtomicFile.Write(Path.Combine(folder, part.File), stream =>
            {
                using var source = File.OpenRead(from.PartPath(number));
                source.CopyTo(stream);
            });
            var added = histories.Select(history => history.Task).DistinctBy(task => task.Index).Where(task => !tasks.ContainsKey(task.Index)).ToArray();
            Enter(part, Gathered(histories), [.. added.Select(task => from.Tasks[task.Index])]);
            foreach (var task in added) tasks.Add(task.Index, task);
        });
    }

    /// <summary>The statistics of all parts, with one more. They are nobody's until it is entered.</summary>
    StoreStatistics Gathered(IReadOnlyList<LearningHistory> histories)
    {
        var gathered = statistics ?? StoreStatistics.Of(HistoryStore.Open(folder));
        statistics = null;
        foreach (var history in histories) gathered.Add(history);
        return gathered;
    }

    /// <summary>Enters a part in the manifest, with the statistics of all parts when it is the last.</summary>
    void Enter(StorePart part, StoreStatistics gathered, StoreTask[] added)
    {
        var next = Manifest with { Tasks = Manifest.Tasks.AddRange(added), Parts = Manifest.Parts.Add(part) };
        if (next.IsComplete) next = next with { Statistics = gathered.Columns() };
        ManifestFile.Write(folder, next);
        (Manifest, statistics) = (next, gathered);
    }

    /// <summary>Lets other writers in.</summary>
    public void Dispose() => heldLock.Dispose();

    string NextName => StorePart.Name(Manifest.FirstPart + Manifest.Parts.Length);

    StorePart Written(IReadOnlyList<LearningHistory> histories, ReadOnlyMemory<byte> file)
    {
        var name = NextName;
        AtomicFile.Write(Path.Combine(folder, name), file);
        return new StorePart
        {
            File = name,
            FirstHistory = Manifest.FirstHistory + Manifest.Histories,
            Histories = histories.Count,
            Contents = [.. histories.Select(history => new PartEntry(history.Run, history.Stream, history.Task.Index, history.Length))],
            Rows = histories.Sum(history => history.Length),
            Bytes = file.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(file.Span)),
        };
    }

    /// <summary>Keeps other writers out until it is disposed of; makes the folder when it is missing.</summary>
    internal static FileStream Lock(string folder)
    {
        Guard(folder, () => Directory.CreateDirectory(folder));
        try
        {
            // An advisory lock that ends with the process, however it ends; so the file may stay.
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(folder, $"cannot be written, perhaps because another process is writing it: {error.Message}", error);
        }
    }

    static Manifest Begin(string folder, Manifest fresh)
    {
        if (File.Exists(Path.Combine(folder, ManifestFile.Name))) return Resume(folder, fresh);
        var names = Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName);
        if (names.FirstOrDefault(name => name != LockName && name != ManifestFile.Name + AtomicFile.TemporarySuffix) is { } other)
            throw new StoreException(folder, $"holds {other} and is no store; name an empty or a new folder");
        Guard(folder, () => ManifestFile.Write(folder, fresh));
        return fresh;
    }

    static Manifest Resume(string folder, Manifest fresh)
    {
        var store = HistoryStore.Open(folder);
        if (ManifestFile.Difference(store.Manifest, fresh) is { } difference)
            throw new StoreException(folder, $"was begun by another plan: {difference}; name another folder, or the same values");
        if (!store.Manifest.IsComplete && ComputeEnvironment.Difference(store.Manifest.ComputedWith, fresh.ComputedWith) is { } other)
            throw new StoreException(folder, $"was begun where equal seeds may give other bits: {other}; go on with it there, or name another folder");
        for (var part = 0; part < store.Manifest.Parts.Length; part++) store.CheckIntact(part);
        var known = store.Manifest.Parts.Select(part => part.File).ToHashSet();
        Guard(folder, () =>
        {
            // What a writer left that died before it entered a part in the manifest.
            foreach (var path in Directory.EnumerateFiles(folder))
                if (path.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal)
                    || (Path.GetExtension(path) == ".parquet" && !known.Contains(Path.GetFileName(path)))) File.Delete(path);
        });
        return store.Manifest;
    }

    void Check(IReadOnlyList<LearningHistory> histories)
    {
        if (histories.Count == 0) throw new ArgumentException("a part needs at least one history", nameof(histories));
        foreach (var history in histories)
        {
            if (history.Length == 0) throw new ArgumentException($"history {history.Run}.{history.Stream} has no row", nameof(histories));
            if (history.ObservationWidth != columns.Observations.Width || history.ActionWidth != columns.Actions.Width)
                throw new ArgumentException($"history {history.Run}.{history.Stream} has observations of width {history.ObservationWidth} and actions of width "
                    + $"{history.ActionWidth}; the store has {columns.Observations} and {columns.Actions}", nameof(histories));
            if (!history.Columns.Extra.Select(column => column.Field).SequenceEqual(columns.Extra))
                throw new ArgumentException($"history {history.Run}.{history.Stream} has other optional columns than the store", nameof(histories));
        }
    }

    /// <summary>Turns what a full disk or a read-only folder throws into one kind of error.</summary>
    internal static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is UnauthorizedAccessException || error is IOException and not StoreException)
        {
            throw new StoreException(path, $"cannot be written: {error.Message}", error);
        }
    }
}
