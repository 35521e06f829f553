using System.Runtime.InteropServices;
using System.Text;

namespace AlgoDistill.Kernels.Cuda;

/// <summary>
/// The run-time compiler of CUDA C++ by its C interface: that of libtorch's package, or the machine's own. No compiler of CUDA is needed to
/// build or to use what it compiles.
/// </summary>
static unsafe class Nvrtc
{
    // the first is libtorch's, linked with the compiler that its package brings
    static readonly string[] Names = ["libcaffe2_nvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so"];
    static readonly Lazy<nint> Library = new(() => Names.Select(Load).FirstOrDefault(found => found != 0 && NativeLibrary.TryGetExport(found, "nvrtcGetCUBIN", out _)));

    /// <summary>Whether it is there.</summary>
    public static bool IsPresent => Library.Value != 0;

    /// <summary>Machine code of a text.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="text">CUDA C++.</param>
    /// <param name="capability">Compute capability of the device, 10 · major + minor.</param>
    /// <exception cref="CudaException">There is no compiler, or it refuses the text; the message says where.</exception>
    public static byte[] Compile(string name, string text, int capability)
    {
        if (!IsPresent) throw new CudaException($"no run-time compiler of CUDA is here; looked for {string.Join(", ", Names)}");
        nint program;
        Span<byte> name8 = Encoding.UTF8.GetBytes(name + '\0'), text8 = Encoding.UTF8.GetBytes(text + '\0');
        fixed (byte* title = name8, source = text8)
            Check(((delegate* unmanaged<nint*, byte*, byte*, int, byte**, byte**, int>)Export("nvrtcCreateProgram"))(&program, source, title, 0, null, null), name);
        try
        {
            CompileProgram(program, name, capability);
            return Take(program, "nvrtcGetCUBINSize", "nvrtcGetCUBIN", name);
        }
        finally
        {
            _ = ((delegate* unmanaged<nint*, int>)Export("nvrtcDestroyProgram"))(&program);
        }
    }

    static void CompileProgram(nint program, string name, int capability)
    {
        Span<byte> architecture = Encoding.UTF8.GetBytes($"--gpu-architecture=sm_{capability}\0");
        fixed (byte* first = architecture, second = "--std=c++17\0"u8)
        {
            var options = stackalloc byte*[] { first, second };
            var status = ((delegate* unmanaged<nint, int, byte**, int>)Export("nvrtcCompileProgram"))(program, 2, options);
            if (status != 0) Check(status, $"{name}: {Encoding.UTF8.GetString(Take(program, "nvrtcGetProgramLogSize", "nvrtcGetProgramLog", name))}");
        }
    }

    static byte[] Take(nint program, string sizeFunction, string function, string name)
    {
        nuint size;
        Check(((delegate* unmanaged<nint, nuint*, int>)Export(sizeFunction))(program, &size), name);
        var bytes = new byte[size];
        fixed (byte* first = bytes) Check(((delegate* unmanaged<nint, byte*, int>)Export(function))(program, first), name);
        return bytes;
    }

    static nint Load(string name) => NativeLibrary.TryLoad(name, typeof(TorchSharp.torch).Assembly, null, out var found) ? found : 0;

    static nint Export(string function) => NativeLibrary.GetExport(Library.Value, function);

    static void Check(int status, string what)
    {
        if (status == 0) return;
        var reason = ((delegate* unmanaged<int, byte*>)Export("nvrtcGetErrorString"))(status);
        throw new CudaException($"{what}: {Marshal.PtrToStringUTF8((nint)reason)}");
    }
}
