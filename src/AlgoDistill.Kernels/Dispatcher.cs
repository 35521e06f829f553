using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>An argument of <see cref="Dispatcher"/>: 64 bits, as libtorch's stable interface has them.</summary>
/// <param name="Bits">A number, or a handle.</param>
public readonly record struct StableValue(ulong Bits);

/// <summary>Operators of libtorch by name, for those that TorchSharp lacks and that return nothing.</summary>
public static unsafe class Dispatcher
{
    // TORCH_FEATURE_VERSION of the interface that this was written for: 2.10
    const ulong Version = 0x020A_0000_0000_0000;

    static readonly delegate* unmanaged<byte*, byte*, ulong*, ulong, int> CallFunction = (delegate* unmanaged<byte*, byte*, ulong*, ulong, int>)Libtorch.Export("torch_call_dispatcher");
    static readonly delegate* unmanaged<nint, nint*, int> NewHandle = (delegate* unmanaged<nint, nint*, int>)Libtorch.Export("aoti_torch_new_tensor_handle");
    static readonly delegate* unmanaged<nuint, nint*, int> NewList = (delegate* unmanaged<nuint, nint*, int>)Libtorch.Export("torch_new_list_reserve_size");
    static readonly delegate* unmanaged<nint, ulong, int> PushBack = (delegate* unmanaged<nint, ulong, int>)Libtorch.Export("torch_list_push_back");

    /// <summary>A whole number.</summary>
    public static StableValue Of(long value) => new((ulong)value);

    /// <summary>A real number.</summary>
    public static StableValue Of(double value) => new(BitConverter.DoubleToUInt64Bits(value));

    /// <summary>A truth value.</summary>
    public static StableValue Of(bool value) => new(value ? 1UL : 0UL);

    /// <summary>Nothing, for an optional argument.</summary>
    public static StableValue None => new(0);

    /// <summary>A value for an optional argument, which libtorch takes from memory that it frees.</summary>
    public static StableValue Some(StableValue value)
    {
        var box = (ulong*)NativeMemory.Alloc(sizeof(ulong));
        *box = value.Bits;
        return new((ulong)box);
    }

    /// <summary>A tensor; the operator gets a reference of its own.</summary>
    public static StableValue Of(Tensor tensor)
    {
        nint handle;
        Check(NewHandle(tensor.Handle, &handle), "a tensor");
        GC.KeepAlive(tensor);
        return new((ulong)handle);
    }

    /// <summary>Tensors.</summary>
    public static StableValue Of(IReadOnlyCollection<Tensor> tensors)
    {
        nint list;
        Check(NewList((nuint)tensors.Count, &list), "a list");
        foreach (var tensor in tensors) Check(PushBack(list, Of(tensor).Bits), "a list");
        return new((ulong)list);
    }

    /// <summary>Calls an operator.</summary>
    /// <param name="name">Such as <c>aten::relu</c>.</param>
    /// <param name="overload">Such as <c>Scalar</c>, or empty.</param>
    /// <param name="arguments">All that its schema lists, defaults included; they are used up.</param>
    /// <exception cref="NotSupportedException">libtorch refuses the call; it has said why on standard error.</exception>
    public static void Call(string name, string overload, params ReadOnlySpan<StableValue> arguments)
    {
        var stack = new ulong[arguments.Length];
        for (var i = 0; i < arguments.Length; i++) stack[i] = arguments[i].Bits;
        var (operatorName, overloadName) = (Marshal.StringToCoTaskMemUTF8(name), Marshal.StringToCoTaskMemUTF8(overload));
        try
        {
            fixed (ulong* first = stack) Check(CallFunction((byte*)operatorName, (byte*)overloadName, first, Version), $"{name}.{overload}");
        }
        finally
        {
            Marshal.FreeCoTaskMem(operatorName);
            Marshal.FreeCoTaskMem(overloadName);
        }
    }

    static void Check(int status, string what)
    {
        if (status != 0) throw new NotSupportedException($"libtorch refused {what}");
    }
}
