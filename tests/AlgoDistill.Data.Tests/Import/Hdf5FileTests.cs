using System.Text;
using AlgoDistill.Data.Import;
using PureHDF;
using static AlgoDistill.Data.Tests.Import.Hdf5Layouts;

namespace AlgoDistill.Data.Tests.Import;

/// <summary>What a damaged or hostile file of HDF5 comes to, whichever importer reads it.</summary>
public class Hdf5FileTests
{
    const int Cases = 150;

    static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Formats => ["xland", "dicp", "vintix"];

    /// <summary>A small file, so that most of its bytes are structure.</summary>
    static byte[] Sound(string format, TemporaryFolder folder)
    {
        Write(Two(format, 2, 8), folder["sound.h5"]);
        return File.ReadAllBytes(folder["sound.h5"]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Damage_ends_in_one_error_or_in_other_numbers_and_never_in_a_crash_or_a_hang(string format)
    {
        using var folder = new TemporaryFolder();
        var sound = Sound(format, folder);
        var refused = 0;
        for (var trial = 0; trial < Cases; trial++)
        {
            var (rng, bytes) = (new Rng((ulong)trial), sound.ToArray());
            if (trial % 3 == 0) bytes = bytes[..rng.NextInt(bytes.Length)];
            else for (var changes = 1 + rng.NextInt(3); changes > 0; changes--) bytes[rng.NextInt(bytes.Length)] = (byte)(rng.NextInt(2) == 0 ? 255 * rng.NextInt(2) : rng.NextInt(256));
            File.WriteAllBytes(folder["bad.h5"], bytes);
            try
            {
                await Task.Run(() => Importers.Find(format).Open(folder["bad.h5"]).Histories().Count()).WaitAsync(Longest);
            }
            catch (StoreException error) // anything else fails the test
            {
                refused++;
                Assert.Equal(folder["bad.h5"], error.File);
            }
        }

        Assert.InRange(refused, Cases / 3, Cases);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_no_such_file_is_named(string format)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["text.h5"], new StringBuilder().Insert(0, "observation,action\n", 200).ToString());
        File.WriteAllBytes(folder["empty.h5"], []);
        Write(new H5File { ["values"] = new[] { 1, 2, 3 } }, folder["other.h5"]);
        foreach (var (file, says) in ((string, string)[])[("text.h5", "is no sound HDF5 file: "), ("empty.h5", "is no sound HDF5 file: "), ("none.h5", "is missing"), ("other.h5", "has no group ")])
        {
            var error = Assert.Throws<StoreException>(() => Importers.Find(format).Open(folder[file]));
            Assert.Equal(folder[file], error.File);
            Assert.StartsWith(says, error.Fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_link_that_leads_back_to_itself_is_refused()
    {
        using var folder = new TemporaryFolder();
        Write(new H5File { ["0"] = new H5SoftLink("/1"), ["1"] = new H5SoftLink("/0") }, folder["circle.h5"]);
        Assert.Equal(folder["circle.h5"], Assert.Throws<StoreException>(() => Importers.Find("xland").Open(folder["circle.h5"])).File);
    }

    [Fact]
    public void A_shape_that_no_file_of_its_size_can_hold_is_refused()
    {
        using var folder = new TemporaryFolder();
        var bytes = Sound("dicp", folder);
        // The sizes of a dataset's axes: eight steps of two streams
        var sizes = ((long[])[8, 2]).SelectMany(BitConverter.GetBytes).ToArray();
        for (var at = 0; at < bytes.Length - sizes.Length; at++)
            if (bytes.AsSpan(at).StartsWith(sizes)) BitConverter.TryWriteBytes(bytes.AsSpan(at), 80_000_000L);
        File.WriteAllBytes(folder["bad.h5"], bytes);
        Assert.Contains($"values cannot be in a file of {bytes.Length} bytes", Assert.Throws<StoreException>(() => Importers.Find("dicp").Open(folder["bad.h5"]).Histories().Count()).Fault, StringComparison.Ordinal);
    }
}
