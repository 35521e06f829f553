using System.Runtime.InteropServices;

namespace AlgoDistill.Kernels;

using Handles = GradientNode.Handles;
using Pointers = GradientNode.Pointers;

/// <summary>The C functions of TorchSharp's native library for nodes of libtorch's graph, which it keeps to itself.</summary>
static unsafe class TorchGraph
{
    static readonly nint Library = Libtorch.Open("LibTorchSharp");
    static readonly delegate* unmanaged<nint, void> FreeHandle =
        (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(Library, "THSTensor_dispose");

    public static readonly delegate* unmanaged<nint, nint, Pointers> New =
        (delegate* unmanaged<nint, nint, Pointers>)Export("CSharpNode_ctor");

    public static readonly delegate* unmanaged<Pointers, Handles, byte, void> SetNextEdges =
        (delegate* unmanaged<Pointers, Handles, byte, void>)Export("CSharpNode_setNextEdges");

    public static readonly delegate* unmanaged<Pointers, void> ClearInputMetadata =
        (delegate* unmanaged<Pointers, void>)Export("CSharpNode_clearInputMetadata");

    public static readonly delegate* unmanaged<Handles, Handles, Handles, Handles, Pointers, delegate* unmanaged<nuint, nint*>, void> WrapOutputs =
        (delegate* unmanaged<Handles, Handles, Handles, Handles, Pointers, delegate* unmanaged<nuint, nint*>, void>)Export("Function_wrapOutputs");

    public static readonly delegate* unmanaged<nint, Pointers, byte, nint> Save =
        (delegate* unmanaged<nint, Pointers, byte, nint>)Export("SavedVariable_ctor");

    public static readonly delegate* unmanaged<nint, Pointers, nint> Unpack =
        (delegate* unmanaged<nint, Pointers, nint>)Export("SavedVariable_unpack");

    public static readonly delegate* unmanaged<nint, void> FreeSaved = (delegate* unmanaged<nint, void>)Export("SavedVariable_dispose");

    /// <summary>Leaves a node to the graph.</summary>
    public static readonly delegate* unmanaged<Pointers, void> LetGo =
        (delegate* unmanaged<Pointers, void>)Export("CSharpNode_disposeSharedPtr");

    /// <summary>Frees the weak pointer of a node that is going.</summary>
    public static readonly delegate* unmanaged<Pointers, void> Forget =
        (delegate* unmanaged<Pointers, void>)Export("CSharpNode_disposeWeakPtr");

    [ThreadStatic]
    static nint[]? memory;      // pinned

    /// <summary>Memory of this thread for so many handles, the same at every call.</summary>
    public static nint* Memory(int count)
    {
        if (memory is null || memory.Length < count) memory = GC.AllocateArray<nint>(Math.Max(16, count), pinned: true);
        return (nint*)Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
    }

    /// <summary><see cref="Memory"/> as a callback.</summary>
    [UnmanagedCallersOnly]
    public static nint* Allocate(nuint count) => Memory((int)count);

    /// <summary>Frees the handles that were written into that memory.</summary>
    public static void FreeAllocated(int count)
    {
        var handles = Memory(count);
        for (var i = 0; i < count; i++) FreeHandle(handles[i]);
    }

    static nint Export(string name) => NativeLibrary.GetExport(Library, "THSAutograd_" + name);
}
