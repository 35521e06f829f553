using Parquet;

namespace AlgoDistill.Data.Tests;

/// <summary>Stores as somebody would leave them who writes what he likes, and says so in the manifest.</summary>
static class Forged
{
    /// <summary>Replaces a part by what a selection of its columns gives, in one row group of these columns.</summary>
    public static void Rewrite(string path, string select, StoreColumns columns)
    {
        object?[][] rows;
        using (var reader = new ForeignParquet()) rows = [.. reader.Read(path, select)];
        using var stream = File.Create(path);
        Write().GetAwaiter().GetResult();

        async Task Write()
        {
            await using var file = await ParquetWriter.CreateAsync(columns.Schema, stream);
            using var group = file.CreateRowGroup();
            for (var column = 0; column < columns.Types.Length; column++)
                await ParquetCells.WriteAsync(group, columns.Fields[column], columns.Types[column], [.. rows.Select(row => row[column])]);
        }
    }

    /// <summary>The store with a manifest that says of its parts what is now true.</summary>
    public static HistoryStore Reseal(string folder)
    {
        var manifest = ManifestFile.Read(folder);
        ManifestFile.Write(folder, manifest with { Parts = [.. manifest.Parts.Select(part => Entry(Path.Combine(folder, part.File), part))] });
        return HistoryStore.Open(folder);
    }

    /// <summary>What a manifest says of a part, and what is now true of its file.</summary>
    public static StorePart Entry(string path, StorePart part) => part with { Bytes = new FileInfo(path).Length, Sha256 = HistoryStore.Sha256(path) };
}
