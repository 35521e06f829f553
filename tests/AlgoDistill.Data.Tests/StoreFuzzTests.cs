using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Text;

namespace AlgoDistill.Data.Tests;

/// <summary>Stores with damaged bytes end in one clear error or in faults that are named: never in another exception, a hang, or wrong data.</summary>
/// <remarks>The variable ALGODISTILL_FUZZ_CASES makes it long.</remarks>
public class StoreFuzzTests
{
    static readonly Space Observations = new Space.Discrete(9, 2), Actions = new Space.Discrete(5);

    static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("ALGODISTILL_FUZZ_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var cases) ? cases : 150;

    [Fact]
    public void Any_damage_of_manifest_or_parts_is_found()
    {
        using var folder = new TemporaryFolder();
        Some.Store(folder["store"], Observations, Actions, Some.Histories(Observations, Actions));
        var files = Directory.GetFiles(folder["store"]).Where(file => Path.GetFileName(file) != ".lock").Order().ToArray();
        var originals = files.Select(File.ReadAllBytes).ToArray();
        for (var trial = 0; trial < Cases; trial++)
        {
            var rng = new Rng((ulong)trial);
            var victim = rng.NextInt(files.Length);
            File.WriteAllBytes(files[victim], Damaged(originals[victim], rng));
            Assert.True(Refused(folder["store"]), $"trial {trial}: damage of {files[victim]} was not seen");
            File.WriteAllBytes(files[victim], originals[victim]);
        }

        Assert.False(Refused(folder["store"]));
    }

    [Fact]
    public void Damage_that_a_hostile_writer_sealed_ends_in_one_error_or_in_rows_inside_their_spaces()
    {
        using var folder = new TemporaryFolder();
        Some.Store(folder["store"], Observations, Actions, Some.Histories(Observations, Actions));
        var (manifestFile, partFile) = (Path.Combine(folder["store"], ManifestFile.Name), Path.Combine(folder["store"], StorePart.Name(1)));
        var (manifest, part) = (ManifestFile.Read(folder["store"]), File.ReadAllBytes(partFile));
        var body = Encoding.UTF8.GetBytes(ManifestFile.Body(manifest));
        for (var trial = 0; trial < Cases; trial++)
        {
            var rng = new Rng((ulong)trial).Split(1);
            if (trial % 2 == 0) Seal(Damaged(body, rng));
            else
            {
                File.WriteAllBytes(partFile, Damaged(part, rng));
                var entry = Forged.Entry(partFile, manifest.Parts[1]);
                Seal(Encoding.UTF8.GetBytes(ManifestFile.Body(manifest with { Parts = manifest.Parts.SetItem(1, entry) })));
            }

            Refused(folder["store"], isSealed: true); // anything but an error that is said fails the test
            File.WriteAllBytes(partFile, part);
        }

        void Seal(byte[] bytes) => File.WriteAllBytes(manifestFile, [.. bytes, .. Encoding.UTF8.GetBytes(ManifestFile.Seal(bytes))]);
    }

    /// <summary>A footer says where everything is, and how much there is: what its reader believes.</summary>
    [Fact]
    public void A_flipped_footer_that_a_hostile_writer_sealed_ends_in_one_error_or_in_rows_inside_their_spaces()
    {
        using var folder = new TemporaryFolder();
        var store = Some.Store(folder["store"], Observations, Actions, Some.Histories(Observations, Actions));
        var (manifest, partFile) = (store.Manifest, store.PartPath(1));
        var part = File.ReadAllBytes(partFile);
        var footer = BinaryPrimitives.ReadInt32LittleEndian(part.AsSpan()[^8..]) + 8;
        var rng = new Rng(7);
        for (var trial = 0; trial < Cases; trial++)
        {
            var (at, flip) = (part.Length - 1 - rng.NextInt(footer), (byte)(1 + rng.NextInt(255)));
            part[at] ^= flip;
            File.WriteAllBytes(partFile, part);
            Assert.True(Refused(store.Folder), $"byte {at}, exclusive or {flip}, was not seen");
            ManifestFile.Write(store.Folder, manifest with { Parts = manifest.Parts.SetItem(1, Forged.Entry(partFile, manifest.Parts[1])) });
            Refused(store.Folder, isSealed: true);
            part[at] ^= flip;
            File.WriteAllBytes(partFile, part);
            ManifestFile.Write(store.Folder, manifest);
        }
    }

    /// <summary>Bytes with one to three changes: a flip, a cut, a repeat, a stretch of zeros, or random bytes put in.</summary>
    static byte[] Damaged(byte[] original, Rng rng)
    {
        var bytes = original.ToList();
        do
        {
            for (var changes = 1 + rng.NextInt(3); changes > 0; changes--)
            {
                var at = rng.NextInt(bytes.Count);
                var length = 1 + rng.NextInt(Math.Min(16, bytes.Count - at));
                switch (rng.NextInt(6))
                {
                    case 0: bytes[at] ^= (byte)(1 + rng.NextInt(255)); break;
                    case 1 when bytes.Count > length: bytes.RemoveRange(at, length); break;
                    case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                    case 3: for (var i = at; i < at + length; i++) bytes[i] = 0; break;
                    case 4: bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)rng.NextInt(256))); break;
                    default: if (at > 0) bytes.RemoveRange(at, bytes.Count - at); break;
                }
            }
        }
        while (bytes.SequenceEqual(original));
        return [.. bytes];
    }

    /// <summary>Whether opening, verifying or reading says that something is wrong; what is read in spite of it lies inside its spaces.</summary>
    static bool Refused(string folder, bool isSealed = false)
    {
        try
        {
            var store = HistoryStore.Open(folder);
            if (store.Verify().Count > 0) return true;
            Assert.All(store.ReadAll(), history => Assert.True(Enumerable.Range(0, history.Length).All(row => Observations.Contains(history.Observation(row)))));
            store.Sql("SELECT count(*), sum(reward) FROM histories JOIN tasks USING (task)");
            return false;
        }
        catch (StoreException)
        {
            return true;
        }
        catch (DbException) when (isSealed)     // what the writer's library lets pass, DuckDB may refuse
        {
            return true;
        }
    }
}
