namespace AlgoDistill.Tests;

public sealed class AtomicFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("algodistill").FullName;

    string Target => Path.Combine(folder, "data.bin");

    [Fact]
    public void What_was_written_is_there_and_nothing_else()
    {
        AtomicFile.WriteText(Target, "grün");
        AtomicFile.WriteText(Target, "größer");
        Assert.Equal("größer", File.ReadAllText(Target));
        Assert.Equal("größer"u8.ToArray(), File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_no_trace()
    {
        AtomicFile.WriteText(Target, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(folder));
    }

    [Fact]
    public void The_target_appears_only_when_everything_is_written()
    {
        AtomicFile.Write(Target, stream =>
        {
            stream.WriteByte(1);
            Assert.False(File.Exists(Target));
            Assert.True(File.Exists(Target + AtomicFile.TemporarySuffix));
        });
        Assert.True(File.Exists(Target));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
