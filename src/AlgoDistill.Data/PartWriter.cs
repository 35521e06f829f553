using Parquet;

namespace AlgoDistill.Data;

/// <summary>Makes Parquet files of histories. The same histories give the same bytes. For several threads at once.</summary>
sealed class PartWriter(StoreColumns columns)
{
    const int GroupRows = 100_000; // read somewhat faster than a million, and shared out among threads

    /// <summary>The file.</summary>
    /// <param name="histories">The rows: whole histories, at least one.</param>
    /// <param name="metadata">What is needed to read the file without its manifest, kept under the key <c>algodistill</c>.</param>
    /// <exception cref="ArgumentException">A discrete value is not a whole number.</exception>
    /// <exception cref="IOException">The file would be larger than 2 GB.</exception>
    public ReadOnlyMemory<byte> Write(IReadOnlyList<LearningHistory> histories, string metadata) =>
        WriteAsync(histories, metadata).GetAwaiter().GetResult();   // in memory: nothing waits

    async Task<ReadOnlyMemory<byte>> WriteAsync(IReadOnlyList<LearningHistory> histories, string metadata)
    {
        using var bytes = new MemoryStream();
        await using (var file = await ParquetWriter.CreateAsync(columns.Schema, bytes, columns.Options))
        {
            file.CustomMetadata = new Dictionary<string, string> { ["algodistill"] = metadata };
            foreach (var group in Groups(histories))
            {
                using var writer = file.CreateRowGroup();
                await new GroupWriter(writer, columns, group).WriteAsync();
                writer.CompleteValidate();
            }
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    /// <summary>Whole histories of together so many rows as a row group should have, at least one.</summary>
    static IEnumerable<IReadOnlyList<LearningHistory>> Groups(IReadOnlyList<LearningHistory> histories)
    {
        for (int first = 0, next; first < histories.Count; first = next)
        {
            var rows = (long)histories[first].Length;
            next = first + 1;
            while (next < histories.Count && rows + histories[next].Length <= GroupRows) rows += histories[next++].Length;
            yield return [.. histories.Skip(first).Take(next - first)];
        }
    }
}
