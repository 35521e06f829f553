using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Parquet;

namespace AlgoDistill.Data;

/// <summary>Which rows of a part are a row group: whole histories.</summary>
/// <param name="Number">Number of the row group.</param>
/// <param name="FirstRow">Its first row in the file.</param>
/// <param name="Histories">Its histories.</param>
sealed record PartGroup(int Number, int FirstRow, ReadOnlyMemory<PartEntry> Histories)
{
    /// <summary>Rows.</summary>
    public int Rows { get; } = Histories.ToArray().Sum(history => history.Rows);
}

/// <summary>A part in memory, its bytes those that were recorded. Its row groups are read by any number of threads at once.</summary>
sealed class PartFile
{
    static ReadOnlySpan<byte> Magic => "PAR1"u8;

    readonly byte[] bytes;
    readonly StoreColumns columns;
    readonly ConcurrentBag<ParquetReader> idle;     // one is for one thread

    PartFile(byte[] bytes, StoreColumns columns, ParquetReader reader, IReadOnlyList<PartGroup> groups) =>
        (this.bytes, this.columns, idle, Groups) = (bytes, columns, [reader], groups);

    /// <summary>The row groups, in order.</summary>
    public IReadOnlyList<PartGroup> Groups { get; }

    /// <summary>Reads a file. Nothing looks into it before its SHA-256 was found to be the recorded one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">What the manifest says of it.</param>
    /// <param name="columns">The store's columns.</param>
    /// <exception cref="StoreException">It cannot be read.</exception>
    /// <exception cref="PartFault">It is damaged, or its columns or rows are not those that the manifest speaks of.</exception>
    public static PartFile Open(string path, StorePart part, StoreColumns columns)
    {
        var bytes = Bytes(path);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (sha256 != part.Sha256)
            throw new PartFault(null, null, $"is damaged: its SHA-256 is {sha256}; the manifest says {part.Sha256}");
        CheckFooter(bytes);
        return Guarded(async () =>
        {
            var file = await ParquetReader.CreateAsync(new PartStream(bytes));
            if (columns.Fault(file.Schema) is { } fault) throw new PartFault(null, null, fault);
            return new PartFile(bytes, columns, file, [.. GroupsOf(file.RowGroups, part)]);
        });
    }

    /// <summary>The histories of a row group.</summary>
    /// <param name="group">One of <see cref="Groups"/>.</param>
    /// <param name="tasks">The tasks by their numbers.</param>
    /// <exception cref="PartFault">A value is not what it must be.</exception>
    public IReadOnlyList<LearningHistory> Read(PartGroup group, IReadOnlyDictionary<int, StoreTask> tasks) =>
        Guarded(file => new GroupReader(file, columns, group).HistoriesAsync(tasks), group);

    /// <summary>A column of whole numbers of a row group: (rows).</summary>
    /// <exception cref="PartFault">A value is not what it must be.</exception>
    public int[] ReadNumbers(PartGroup group, int column) => Guarded(file => new GroupReader(file, columns, group).NumbersAsync(column), group);

    static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(path, $"cannot be read: {error.Message}", error);
        }
    }

    // At the end of the file: the footer, its length in four bytes, and the mark that the file begins with
    static void CheckFooter(ReadOnlySpan<byte> bytes)
    {
        var tail = sizeof(int) + Magic.Length;
        if (bytes.Length > Magic.Length + tail && bytes.StartsWith(Magic) && bytes.EndsWith(Magic))
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[^tail..]);
            if (length > 0 && length <= bytes.Length - Magic.Length - tail && PartFooter.IsWhole(bytes[^(tail + length)..^tail])) return;
        }

        throw new PartFault(null, null, "is no Parquet file, or none that this library writes");
    }

    static IEnumerable<PartGroup> GroupsOf(IReadOnlyList<ParquetRowGroupReader> groups, StorePart part)
    {
        var rows = groups.Sum(group => group.RowCount);
        // before there is room for so many
        if (rows != part.Rows) throw new PartFault(null, null, $"has {rows} rows; the manifest says {part.Rows}");
        var (row, first) = (0, 0);
        for (var number = 0; number < groups.Count; number++)
        {
            var (end, next) = (row + groups[number].RowCount, first);
            for (var at = row; at < end && next < part.Contents.Length; next++) at += part.Contents[next].Rows;
            var group = new PartGroup(number, row, part.Contents.AsMemory()[first..next]);
            if (group.Rows != groups[number].RowCount)
                throw new PartFault(row, null,
                    $"a row group of {groups[number].RowCount} rows begins, which are no whole histories by the manifest");
            yield return group;
            (row, first) = ((int)end, next);
        }
    }

    T Guarded<T>(Func<ParquetRowGroupReader, Task<T>> read, PartGroup group) => Guarded(async () =>
    {
        var file = idle.TryTake(out var one) ? one : await ParquetReader.CreateAsync(new PartStream(bytes));
        var result = await read(file.OpenRowGroupReader(group.Number));
        idle.Add(file);
        return result;
    });

    /// <summary>Whatever the reader throws when bytes are not what it expects is a fault of the file.</summary>
    static T Guarded<T>(Func<Task<T>> read)
    {
        try
        {
            return read().GetAwaiter().GetResult();     // in memory: nothing waits
        }
        catch (Exception error) when (error is not PartFault)
        {
            throw new PartFault(null, null, $"cannot be read: {error.Message}", error);
        }
    }
}
