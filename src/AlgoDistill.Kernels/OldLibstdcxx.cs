using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace AlgoDistill.Kernels;

/// <summary>
/// TorchSharp's native library on systems whose libstdc++ is older than GCC 13's (Debian 12, Ubuntu 22.04). It asks for a newer version for
/// one function alone, which sets up the standard streams, as the older ones do by themselves. A copy of the library that calls something
/// harmless in its place loads there. This is asked only where the library itself did not load.
/// </summary>
static class OldLibstdcxx
{
    /// <summary>The library, as TorchSharp names it.</summary>
    public const string Library = "LibTorchSharp";

    const string File = "libLibTorchSharp.so", Version = "GLIBCXX_3.4.32", Function = "_ZSt21ios_base_library_initv";

    // std::chrono::steady_clock::now(): takes nothing, changes nothing, and is imported by the library anyway
    const string Harmless = "_ZNSt6chrono3_V212steady_clock3nowEv";

    static readonly Lazy<nint> Loaded = new(LoadPatched);
    static Assembly? asking;

    /// <summary>Loads the patched copy.</summary>
    /// <param name="assembly">TorchSharp.</param>
    /// <returns>Its handle, or 0 where that is not what is amiss.</returns>
    public static nint Load(Assembly assembly)
    {
        asking = assembly;
        return Loaded.Value;
    }

    static nint LoadPatched()
    {
        if (Find(asking!) is not { } original || Patch(System.IO.File.ReadAllBytes(original)) is not { } patched) return 0;
        var copy = Save(patched);
        foreach (var needed in (string[])["libc10.so", "libtorch_cpu.so", "libtorch.so"])      // the copy lies in another folder than these
            _ = NativeLibrary.TryLoad(Path.Combine(Path.GetDirectoryName(original)!, needed), out _) || NativeLibrary.TryLoad(needed, asking!, null, out _);
        return NativeLibrary.Load(copy);
    }

    static string? Find(Assembly assembly)
    {
        var searched = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var beside = Path.GetDirectoryName(assembly.Location) ?? "";
        var runtime = Path.Combine("runtimes", "linux-x64", "native");
        return searched.Append(beside).Append(Path.Combine(beside, runtime)).Append(Path.Combine(beside, "..", "..", runtime))     // the last in the package's own folder
            .Append(Path.Combine(beside, "cpu")).Select(folder => Path.Combine(folder, File)).FirstOrDefault(System.IO.File.Exists);
    }

    // In a folder of the user's, under a name that follows from its content, written whole or not at all
    static string Save(byte[] library)
    {
        var cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        var folder = Path.Combine(cache.Length > 0 ? cache : Path.GetTempPath(), "algodistill", Convert.ToHexStringLower(SHA256.HashData(library))[..16]);
        var path = Path.Combine(folder, File);
        if (System.IO.File.Exists(path) && new FileInfo(path).Length == library.Length) return path;
        Directory.CreateDirectory(folder);
        var partial = $"{path}.{Environment.ProcessId}";
        System.IO.File.WriteAllBytes(partial, library);
        System.IO.File.Move(partial, path, overwrite: true);
        return path;
    }

    /// <summary>
    /// Makes the need for <see cref="Version"/> weak and <see cref="Function"/> another name for <see cref="Harmless"/>, in place.
    /// </summary>
    /// <param name="elf">A shared library of 64 bits, little-endian.</param>
    /// <returns>The same array, or nothing where it does not ask for the function.</returns>
    internal static byte[]? Patch(byte[] elf)
    {
        const int Symbols = 11, VersionOfSymbols = 0x6fffffff, NeededVersions = 0x6ffffffe, SymbolSize = 24;
        var (symbols, versions, needs) = (Section(elf, Symbols), Section(elf, VersionOfSymbols), Section(elf, NeededVersions));
        if (symbols is null || versions is null || needs is null) return null;
        var names = SectionAt(elf, symbols.Link);
        int? function = null, harmless = null;
        for (var i = 0; i < symbols.Size / SymbolSize; i++)
        {
            var name = Text(elf, names.Offset + (int)Word(elf, symbols.Offset + i * SymbolSize));
            if (name == Function) function = i;
            if (name == Harmless) harmless = i;
        }

        if (function is not { } from || harmless is not { } to || !Weaken(elf, needs)) return null;
        elf.AsSpan(symbols.Offset + to * SymbolSize, 4).CopyTo(elf.AsSpan(symbols.Offset + from * SymbolSize));
        elf.AsSpan(versions.Offset + to * 2, 2).CopyTo(elf.AsSpan(versions.Offset + from * 2));
        return elf;
    }

    static bool Weaken(byte[] elf, SectionHeader needs)
    {
        const ushort Weak = 2;
        var names = SectionAt(elf, needs.Link);
        for (int file = needs.Offset, next; ; file += next)
        {
            var entry = file + (int)Word(elf, file + 8);
            for (var left = Half(elf, file + 2); left > 0; left--, entry += (int)Word(elf, entry + 12))
            {
                if (Text(elf, names.Offset + (int)Word(elf, entry + 8)) != Version) continue;
                BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(entry + 4), (ushort)(Half(elf, entry + 4) | Weak));
                return true;
            }

            if ((next = (int)Word(elf, file + 12)) == 0) return false;
        }
    }

    sealed record SectionHeader(int Type, int Offset, int Size, int Link);

    static SectionHeader? Section(byte[] elf, int type) => Enumerable.Range(0, Half(elf, 0x3C)).Select(i => SectionAt(elf, i)).FirstOrDefault(section => section.Type == type);

    static SectionHeader SectionAt(byte[] elf, int index)
    {
        var header = (int)BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(0x28)) + index * Half(elf, 0x3A);
        return new((int)Word(elf, header + 4), (int)BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(header + 24)),
            (int)BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(header + 32)), (int)Word(elf, header + 40));
    }

    static ushort Half(byte[] elf, int at) => BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(at));

    static uint Word(byte[] elf, int at) => BinaryPrimitives.ReadUInt32LittleEndian(elf.AsSpan(at));

    static string Text(byte[] elf, int at) => Encoding.ASCII.GetString(elf.AsSpan(at, elf.AsSpan(at).IndexOf((byte)0)));
}
