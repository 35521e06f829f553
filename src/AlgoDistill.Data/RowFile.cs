using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AlgoDistill.Data;

/// <summary>
/// Histories in a file of rows, of which only the entries of histories are in memory. Rows are read by their place in the file rather than
/// mapped: a fault of the disk is then an error and not the end of the process, and the system, told that access is random, reads nothing ahead.
/// </summary>
sealed class RowFile : WindowSource
{
    readonly string path;
    readonly SafeFileHandle file;
    readonly RowLayout layout;
    readonly RowFileEntry[] histories;
    readonly long episodesAt;
    readonly IReadOnlyDictionary<int, TaskInstance> tasks;

    RowFile(string path, SafeFileHandle file, HistoryStore store, (RowFileEntry[] Histories, long EpisodesAt) tail)
    {
        (this.path, this.file, layout, (histories, episodesAt)) = (path, file, store.RowLayout, tail);
        tasks = store.Tasks.ToDictionary(task => task.Key, task => task.Value.ToInstance());
        Rows = histories.Sum(history => (long)history.Length);
    }

    /// <inheritdoc/>
    public override int Count => histories.Length;

    /// <inheritdoc/>
    public override int ObservationWidth => layout.ObservationWidth;

    /// <inheritdoc/>
    public override int ActionWidth => layout.ActionWidth;

    /// <inheritdoc/>
    public override long Rows { get; }

    /// <inheritdoc/>
    public override LearningHistory this[int index] => Read(index, 0, histories[index].Length);

    /// <summary>Opens a file of rows; nothing when there is none, or it is not whole, or holds other rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Whose rows it must hold.</param>
    /// <param name="store">Where they come from.</param>
    public static RowFile? Open(string path, ReadOnlySpan<byte> key, HistoryStore store)
    {
        try
        {
            return File.Exists(path) ? Open(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess), key, store) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>As above, of a file that is open.</summary>
    public static RowFile? Open(string path, SafeFileHandle file, ReadOnlySpan<byte> key, HistoryStore store)
    {
        if (RowFileTail.Read(file, key, store.RowLayout) is { } tail) return new RowFile(path, file, store, tail);
        file.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public override Entry Of(int history) => new(histories[history].Run, histories[history].Stream, tasks[histories[history].Task],
        histories[history].Length, histories[history].Episodes);

    /// <inheritdoc/>
    public override double ImprovementOf(int history) => histories[history].Improvement;

    /// <inheritdoc/>
    public override int EpisodeStart(int history, int episode)
    {
        var start = new int[1];
        Read(MemoryMarshal.AsBytes(start.AsSpan()), episodesAt + (histories[history].FirstEpisode + episode) * sizeof(int));
        return start[0];
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">The file cannot be read, or a row is damaged.</exception>
    public override void Copy(int history, int start, RowSpans rows)
    {
        var first = histories[history].FirstRow + start;
        var records = ArrayPool<int>.Shared.Rent(rows.Count * layout.Words);
        try
        {
            var used = records.AsSpan(0, rows.Count * layout.Words);
            Read(MemoryMarshal.AsBytes(used), first * layout.Bytes);
            if (layout.Decode(used, first, rows) is >= 0 and var damaged)
                throw new StoreException(path, $"row {first + damaged} is damaged: its checksum is not that of its content; delete the file, and it is made anew");
        }
        finally
        {
            ArrayPool<int>.Shared.Return(records);
        }
    }

    void Read(Span<byte> bytes, long at)
    {
        try
        {
            if (!RowFileTail.TryRead(file, bytes, at)) throw new StoreException(path, $"ends before byte {at + bytes.Length}; delete it, and it is made anew");
        }
        catch (Exception error) when (error is UnauthorizedAccessException || error is IOException and not StoreException)
        {
            throw new StoreException(path, $"cannot be read: {error.Message}", error);
        }
    }
}
