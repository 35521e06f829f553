using System.Runtime.InteropServices;

namespace AlgoDistill.Torch;

/// <summary>
/// Where libalgodistill.so is: the file that ALGODISTILL_NATIVE names, else beside the assembly, else build/native of a
/// folder above the program.
/// </summary>
internal static unsafe partial class NativeLocation
{
    private const string FileName = "libalgodistill.so";
    private const string Remedy = "run ./algodistill setup, or set LIBTORCH to the folder of a libtorch 1.13 or newer and run it again";

    internal static nint Load()
    {
        var path = Find(Environment.GetEnvironmentVariable("ALGODISTILL_NATIVE"), AppContext.BaseDirectory);
        WaitPassively();
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException error)
        {
            throw new DllNotFoundException($"{path} does not load, most likely because the libtorch that it was built for is missing; {Remedy}. The loader says: {error.Message}", error);
        }
    }

    /// <summary>
    /// Makes OpenMP's threads sleep when they have waited for about a quarter of a millisecond, unless the environment says otherwise.
    /// Threads that spin for longer take the core that the others wait for (with one other program on two cores, training is seven times
    /// slower), and threads that sleep at once cost a wake-up at each operator. OpenMP reads this when it is loaded.
    /// </summary>
    private static void WaitPassively()
    {
        if (!OperatingSystem.IsLinux()) return;
        Set("OMP_WAIT_POLICY"u8, "passive"u8);
        Set("GOMP_SPINCOUNT"u8, "20000"u8);
    }

    private static void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        fixed (byte* first = name, second = value) _ = SetEnvironment(first, second, overwrite: 0); // literals end in a zero
    }

    [LibraryImport("libc", EntryPoint = "setenv")]
    private static partial int SetEnvironment(byte* name, byte* value, int overwrite);

    /// <summary>The library's file; a <see cref="DllNotFoundException"/> says where it was looked for when there is none.</summary>
    internal static string Find(string? named, string programFolder)
    {
        if (!string.IsNullOrEmpty(named))
            return File.Exists(named) ? named : throw new DllNotFoundException($"ALGODISTILL_NATIVE names {named}, which does not exist; unset it, or {Remedy}");

        return Candidates(programFolder).FirstOrDefault(File.Exists)
            ?? throw new DllNotFoundException($"{FileName} is neither beside the program in {programFolder} nor in build/native of a folder above it; {Remedy}");
    }

    private static IEnumerable<string> Candidates(string programFolder)
    {
        yield return Path.Combine(programFolder, FileName);
        yield return Path.Combine(programFolder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName);
        for (var folder = new DirectoryInfo(programFolder); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "build", "native", FileName);
    }
}
