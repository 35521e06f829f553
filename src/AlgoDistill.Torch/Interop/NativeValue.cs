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

/// <summary>A switch of libtorch; mirrors Switch in runtime.cpp.</summary>
internal enum Switch { GradMode, Deterministic, DeterministicWarnOnly, CublasTf32, CudnnTf32, Anomaly, AnomalyNan }
