using System.Runtime.InteropServices;

namespace AlgoDistill.Data;

/// <summary>Writes histories, one after the other, into a file of rows.</summary>
/// <param name="stream">The file, empty.</param>
/// <param name="layout">What a record is.</param>
sealed class RowFileWriter(Stream stream, RowLayout layout)
{
    const int RowsPerBlock = 4096; // some 200 kB of records

    readonly RowArrays block = new(RowsPerBlock, layout.ObservationWidth, layout.ActionWidth);
    readonly int[] records = new int[RowsPerBlock * layout.Words];
    readonly List<RowFileEntry> histories = [];
    readonly List<int> episodes = [];
    long rows;

    /// <summary>Adds a history.</summary>
    public void Add(LearningHistory history)
    {
        histories.Add(new RowFileEntry
        {
            FirstRow = rows,
            FirstEpisode = episodes.Count,
            Improvement = Improvement.Of(history),
            Run = history.Run,
            Stream = history.Stream,
            Task = history.Task.Index,
            Length = history.Length,
            Episodes = history.Episodes,
        });
        for (var episode = 0; episode < history.Episodes; episode++) episodes.Add(history.Episode(episode).Start);
        for (var start = 0; start < history.Length; start += RowsPerBlock)
        {
            var spans = block.Spans(0, Math.Min(RowsPerBlock, history.Length - start));
            spans.CopyFrom(history, start);
            layout.Encode(spans, rows, records);
            stream.Write(MemoryMarshal.AsBytes(records.AsSpan(0, spans.Count * layout.Words)));
            rows += spans.Count;
        }
    }

    /// <summary>Writes what stands behind the records.</summary>
    /// <param name="key">Whose rows they are: <see cref="RowFileTail.Key"/>.</param>
    public void Finish(ReadOnlySpan<byte> key) =>
        RowFileTail.Write(stream, key, rows, CollectionsMarshal.AsSpan(episodes), CollectionsMarshal.AsSpan(histories));
}
