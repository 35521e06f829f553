using System.Runtime.InteropServices;

namespace AlgoDistill.Bench.Measures;

/// <summary>The OpenBLAS of this machine, if it has one.</summary>
static unsafe class OpenBlas
{
    const string Folders = "/usr/lib", File = "openblas-pthread/libblas.so.3";
    const int RowMajor = 101, NoTranspose = 111;

    static readonly nint Library = Find();

    /// <summary>Whether it is there.</summary>
    public static bool IsInstalled => Library != 0;

    /// <summary>c = a b, square and row by row.</summary>
    /// <param name="size">Rows and columns.</param>
    /// <param name="a">Left factor.</param>
    /// <param name="b">Right factor.</param>
    /// <param name="c">Gets the product.</param>
    /// <param name="threads">Threads.</param>
    public static void Multiply(int size, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int threads)
    {
        var setThreads = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(Library, "openblas_set_num_threads");
        var sgemm = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(Library, "cblas_sgemm");
        setThreads(threads);
        fixed (float* left = a, right = b, product = c)
            sgemm(RowMajor, NoTranspose, NoTranspose, size, size, size, 1, left, size, right, size, 0, product, size);
    }

    // By its name, else where Debian keeps it beside other libraries of linear algebra
    static nint Find()
    {
        foreach (var name in (string[])["libopenblas.so.0", "libopenblas"])
            if (NativeLibrary.TryLoad(name, out var library)) return library;
        if (!Directory.Exists(Folders)) return 0;
        foreach (var folder in Directory.EnumerateDirectories(Folders))
            if (NativeLibrary.TryLoad(Path.Combine(folder, File), out var library)) return library;
        return 0;
    }
}
