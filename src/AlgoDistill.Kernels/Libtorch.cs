using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>What libtorch exports as C functions and TorchSharp does not call: the memory of tensors, threads, operators by name.</summary>
static unsafe class Libtorch
{
    static readonly nint Library = Open("torch_cpu");
    static readonly delegate* unmanaged[SuppressGCTransition]<nint, void**, int> DataPointer =
        (delegate* unmanaged[SuppressGCTransition]<nint, void**, int>)Export("aoti_torch_get_data_ptr");

    /// <summary>Address of an exported function.</summary>
    /// <exception cref="EntryPointNotFoundException">This libtorch has none such.</exception>
    public static nint Export(string name) => NativeLibrary.GetExport(Library, name);

    /// <summary>Where a dense tensor's elements are; it must be kept alive meanwhile.</summary>
    public static void* Data(Tensor? tensor)
    {
        if (tensor is null) return null;
        void* address;
        _ = DataPointer(tensor.Handle, &address);
        return address;
    }

    /// <summary>One of the libraries that TorchSharp brings.</summary>
    public static nint Open(string name)
    {
        Startup.Prepare();
        InitializeDeviceType(DeviceType.CPU);       // TorchSharp loads libtorch where it finds it
        return NativeLibrary.Load(name, typeof(torch).Assembly, null);
    }
}
