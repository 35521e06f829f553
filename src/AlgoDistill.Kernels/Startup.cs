using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

[assembly: DisableRuntimeMarshalling]

namespace AlgoDistill.Kernels;

/// <summary>
/// What must be said to the process before libtorch is loaded. It happens by itself when a type of AlgoDistill's is first used; a program
/// that uses TorchSharp's before calls <see cref="Prepare"/> first.
/// </summary>
public static unsafe partial class Startup
{
    const int TrimThreshold = -1, MapThreshold = -3, Arenas = -8, AdviseHugePages = 14;     // of mallopt and madvise
    const int LargestInHeap = 1 << 30, HeapStretch = 1 << 29, HugePage = 1 << 21;           // bytes
    const long MostAdvised = 16L << 30;

    static int prepared;
    static nint front;      // what TorchSharp finds under its library's name; it asks anew for every function

    /// <summary>Prepares the process; after the first call it does nothing.</summary>
    public static void Prepare()
    {
        if (Interlocked.Exchange(ref prepared, 1) != 0 || !OperatingSystem.IsLinux()) return;
        PrepareThreads();
        KeepFreedMemory();
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (assembly, name) => name == OldLibstdcxx.Library ? OldLibstdcxx.Load(assembly) : 0;
        try
        {
            // the kernels' library stands in front of TorchSharp's, for one function of it (native/interface/scalars.cpp)
            NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (name, assembly, path) =>
                name == OldLibstdcxx.Library && (front != 0 || (NativeLibrary.TryLoad(name, assembly, path, out _) && LoadKernels(out front))) ? front : 0);
        }
        catch (InvalidOperationException)
        {
            // the program has a resolver of its own, and TorchSharp's scalars as TorchSharp has them
        }
    }

    /// <summary>Loads the kernels, which ask for TorchSharp's library by name: it must be there before.</summary>
    /// <returns>Whether they were built and load, and are not turned off by ALGODISTILL_KERNELS=0.</returns>
    internal static bool LoadKernels(out nint handle)
    {
        handle = 0;
        return Environment.GetEnvironmentVariable("ALGODISTILL_KERNELS") != "0" && NativeLibrary.TryLoad(Native.Library, typeof(Startup).Assembly, null, out handle);
    }

    /// <summary>
    /// All processors, of which libtorch sees one alone on some virtual machines, and threads that sleep when they have waited for about a
    /// quarter of a millisecond: those that spin for longer take the core that the others wait for, and those that sleep at once cost a
    /// wake-up at each operator. What the environment says comes first. OpenMP reads this when it is loaded.
    /// </summary>
    static void PrepareThreads()
    {
        SetEnvironment("OMP_NUM_THREADS", Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture), overwrite: 0);
        SetEnvironment("OMP_WAIT_POLICY", "passive", overwrite: 0);
        SetEnvironment("GOMP_SPINCOUNT", "20000", overwrite: 0);
    }

    /// <summary>
    /// Freed memory stays with the process: the same buffers come back at every training step, and are mapped and zeroed by the kernel once
    /// instead of every time. They lie in one heap for all threads, as those of single threads are trimmed regardless, in huge pages.
    /// </summary>
    static void KeepFreedMemory()
    {
        try
        {
            if (SetMemoryOption(MapThreshold, LargestInHeap) == 0) _ = SetMemoryOption(MapThreshold, 1 << 25);   // what older versions allow
            _ = SetMemoryOption(TrimThreshold, int.MaxValue);
            _ = SetMemoryOption(Arenas, 1);
        }
        catch (EntryPointNotFoundException)
        {
            return;     // a C library that is not glibc has its own ways
        }

        // the heap's next stretches: not in memory before they are used, and what a kernel without huge pages refuses is a wish
        var stretches = new List<nint>();
        var most = Math.Min(MostAdvised, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);
        while (stretches.Count * (long)HeapStretch < most && Allocate(HeapStretch) is not 0 and var stretch)
        {
            stretches.Add(stretch);
            var first = (stretch + HugePage - 1) / HugePage * HugePage;
            _ = Advise(first, stretch + HeapStretch - first, AdviseHugePages);
        }

        stretches.ForEach(Free);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetMemoryOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc")]
    private static partial nint Allocate(nint bytes);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint block);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nint bytes, int advice);
}
