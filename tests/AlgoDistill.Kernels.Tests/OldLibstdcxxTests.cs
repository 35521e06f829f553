using System.Buffers.Binary;
using System.Text;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Tests;

/// <summary>The copy of TorchSharp's native library for systems with an older libstdc++, made of the package's own file.</summary>
public sealed class OldLibstdcxxTests
{
    const int NameSize = 4, VersionSize = 2, FlagSize = 2;

    static string Package(string file) =>
        ((string[])[Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", file), Path.Combine(AppContext.BaseDirectory, file)]).First(File.Exists);

    [Fact]
    public void ThreeEntriesChangeAndNothingElse()
    {
        if (!OperatingSystem.IsLinux()) return;
        var original = File.ReadAllBytes(Package("libLibTorchSharp.so"));
        var patched = OldLibstdcxx.Patch([.. original]);
        Assert.NotNull(patched);
        Assert.Equal(original.Length, patched.Length);
        var changed = Enumerable.Range(0, original.Length).Where(at => original[at] != patched[at]).ToArray();
        Assert.InRange(changed.Length, 2, NameSize + VersionSize + FlagSize);

        // the flag is that of the entry for the new version, whose hash stands before it
        var hash = Hash("GLIBCXX_3.4.32");
        Assert.Contains(changed, at => at >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(original.AsSpan(at - 4)) == hash && patched[at] == (original[at] | 2));
        // the name of the symbol is now another's, at two places of one table
        Assert.Contains(changed, at => Enumerable.Range(at - 3, 4).Any(first => first >= 0 && NameAt(original, first) == "_ZSt21ios_base_library_initv"
            && NameAt(patched, first) == "_ZNSt6chrono3_V212steady_clock3nowEv"));
    }

    [Fact]
    public void PatchingAgainChangesNothing()
    {
        if (!OperatingSystem.IsLinux()) return;
        var once = OldLibstdcxx.Patch(File.ReadAllBytes(Package("libLibTorchSharp.so")))!;
        Assert.Null(OldLibstdcxx.Patch([.. once]));
    }

    [Fact]
    public void ALibraryThatAsksForNothingNewIsLeftAlone()
    {
        if (!OperatingSystem.IsLinux()) return;
        var library = File.ReadAllBytes(Package("libc10.so"));
        byte[] before = [.. library];
        Assert.Null(OldLibstdcxx.Patch(library));
        Assert.True(library.AsSpan().SequenceEqual(before));
    }

    [Fact]
    public void TheLibraryIsLoadedAndComputes()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(5, (ones(2, 2).matmul(ones(2, 1)).sum() + 1).item<float>());
        if (OperatingSystem.IsLinux()) Assert.Contains("libLibTorchSharp.so", File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    // The hash of version names in ELF
    static uint Hash(string name)
    {
        var hash = 0U;
        foreach (var character in name)
        {
            hash = (hash << 4) + character;
            var high = hash & 0xf0000000;
            if (high != 0) hash ^= high >> 24;
            hash &= ~high;
        }

        return hash;
    }

    // What the string table of dynamic symbols has at the offset that is written here
    static string NameAt(byte[] elf, int at)
    {
        var names = DynamicNames(elf) + BinaryPrimitives.ReadUInt32LittleEndian(elf.AsSpan(at));
        if (names >= elf.Length) return "";
        var rest = elf.AsSpan((int)names);
        var end = rest.IndexOf((byte)0);
        return end < 0 ? "" : Encoding.ASCII.GetString(rest[..end]);
    }

    static long DynamicNames(byte[] elf)
    {
        var table = (int)BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(0x28));
        int Header(int index) => table + index * BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(0x3A));
        var symbols = Enumerable.Range(0, BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(0x3C))).Select(Header).First(at => BinaryPrimitives.ReadUInt32LittleEndian(elf.AsSpan(at + 4)) == 11);
        return BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(Header((int)BinaryPrimitives.ReadUInt32LittleEndian(elf.AsSpan(symbols + 40))) + 24));
    }
}
