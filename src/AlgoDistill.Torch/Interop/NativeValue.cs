using System.Runtime.InteropServices;

namespace AlgoDistill.Torch;

/// <summary>What a value that crosses the C interface holds; mirrors Tag in api.h.</summary>
internal enum Tag
{
    None, Default, Tensor, Int, Double, Bool, IntList, DoubleList, BoolList,
    TensorList, OptionalTensorList, String, Device, Generator
}

/// <summary>A tagged value of 16 bytes; mirrors Value in api.h.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct NativeValue
{
    [FieldOffset(0)] public Tag Tag;
    [FieldOffset(4)] public int Count;
    [FieldOffset(8)] public long Integer;
    [FieldOffset(8)] public double Number;
    [FieldOffset(8)] public nint Pointer;
}

/// <summary>A tensor's description; mirrors TensorFacts in tensor.cpp. The pointers live as long as the tensor keeps its shape.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorFacts
{
    public long* Sizes;
    public long* Strides;
    public long Elements;
    public int Rank;
    public sbyte ScalarType;
    public sbyte DeviceType;
    public sbyte DeviceIndex;
    public byte RequiresGrad;
    public byte IsLeaf;
    public byte IsContiguous;
}

/// <summary>What holds of mixed precision on one kind of device; mirrors Autocast in autocast.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AutocastState
{
    public int Enabled;
    public int ScalarType;
    public int Caching;
}

/// <summary>Bytes of a device's memory; mirrors CudaMemory in cuda.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CudaMemoryFigures
{
    public long Allocated;
    public long MostAllocated;
    public long Reserved;
    public long MostReserved;
}

/// <summary>A switch of libtorch; mirrors Switch in runtime.cpp.</summary>
internal enum Switch { GradMode, Deterministic, DeterministicWarnOnly, CublasTf32, CudnnTf32, Anomaly, AnomalyNan }
