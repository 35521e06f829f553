using System.Runtime.InteropServices;

namespace AlgoDistill.Bench.Measures;

/// <summary>What the system keeps of files in memory.</summary>
static partial class PageCache
{
    const int DontNeed = 4; // POSIX_FADV_DONTNEED

    /// <summary>Lets the system forget a file that is on disk already, so that it is read anew.</summary>
    /// <returns>Whether it did; only Linux is asked.</returns>
    public static bool Drop(string path)
    {
        if (!OperatingSystem.IsLinux()) return false;
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Advise(file, 0, 0, DontNeed) == 0;
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeHandle file, long offset, long length, int advice);
}
