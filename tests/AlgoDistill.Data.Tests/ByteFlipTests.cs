namespace AlgoDistill.Data.Tests;

public class ByteFlipTests
{
    const int Flips = 1000;

    [Fact]
    public void Any_byte_of_a_store_that_changes_is_detected()
    {
        using var folder = new TemporaryFolder();
        var store = HistoryGenerator.Generate(folder["store"], HistoryGeneratorTests.Named("walks") with { Histories = 4, Steps = 20, RowsPerPart = 40 });
        var files = Directory.GetFiles(store.Folder, "*.parquet").Append(Path.Combine(store.Folder, ManifestFile.Name)).Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Bytes: File.ReadAllBytes(path))).ToArray();
        Assert.Equal(3, files.Length);
        var rng = new Rng(12);
        for (var i = 0; i < Flips; i++)
        {
            var (file, at, flip) = (0, rng.NextInt(files.Sum(one => one.Bytes.Length)), (byte)(1 + rng.NextInt(255)));
            for (; at >= files[file].Bytes.Length; file++) at -= files[file].Bytes.Length;
            var (path, bytes) = files[file];
            bytes[at] ^= flip;
            File.WriteAllBytes(path, bytes);
            Assert.True(Detected(store.Folder, Path.GetFileName(path)), $"byte {at} of {Path.GetFileName(path)}, exclusive or {flip}");
            bytes[at] ^= flip;
            File.WriteAllBytes(path, bytes);
        }

        Assert.Empty(HistoryStore.Open(store.Folder).Verify());
    }

    static bool Detected(string folder, string file)
    {
        try
        {
            return HistoryStore.Open(folder).Verify().Any(fault => fault.File == file);
        }
        catch (StoreException error)
        {
            return error.File.EndsWith(file, StringComparison.Ordinal);
        }
    }
}
