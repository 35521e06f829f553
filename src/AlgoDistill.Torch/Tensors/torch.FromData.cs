using AlgoDistill.Torch;

namespace TorchSharp;

public static unsafe partial class torch
{
    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) => FromScalar(scalar, device, requires_grad);
    public static Tensor tensor(sbyte scalar, Device? device = null, bool requires_grad = false) => FromScalar(scalar, device, requires_grad);
    public static Tensor tensor(short scalar, Device? device = null, bool requires_grad = false) => FromScalar(scalar, device, requires_grad);
    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) => FromScalar(scalar, device, requires_grad);
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) => FromScalar(scalar, device, requires_grad);

    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Finish(FromScalar(scalar, null, false), dtype ?? ToScalarType<bool>(), device, requires_grad, null);
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Finish(FromScalar(scalar, null, false), dtype ?? ToScalarType<long>(), device, requires_grad, null);
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Finish(FromScalar(scalar, null, false), dtype ?? ToScalarType<double>(), device, requires_grad, null);

    public static Tensor tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<bool>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);
    public static Tensor tensor(bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<bool>(rawArray, dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(bool[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(bool[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(bool[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(IList<bool> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<bool>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);
    public static Tensor tensor(IList<bool> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<bool>([.. rawArray], dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<byte>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);
    public static Tensor tensor(byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<byte>(rawArray, dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(byte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(byte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(byte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(IList<byte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<byte>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);
    public static Tensor tensor(IList<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<byte>([.. rawArray], dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(Memory<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<byte>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(sbyte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<sbyte>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);
    public static Tensor tensor(sbyte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<sbyte>(rawArray, dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(sbyte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(sbyte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(sbyte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(IList<sbyte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<sbyte>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);
    public static Tensor tensor(IList<sbyte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<sbyte>([.. rawArray], dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(Memory<sbyte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<sbyte>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(short[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<short>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);
    public static Tensor tensor(short[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<short>(rawArray, dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(short[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(short[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(short[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(IList<short> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<short>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);
    public static Tensor tensor(IList<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<short>([.. rawArray], dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(Memory<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<short>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<int>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);
    public static Tensor tensor(int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<int>(rawArray, dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(int[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(int[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(int[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(IList<int> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<int>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);
    public static Tensor tensor(IList<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<int>([.. rawArray], dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(Memory<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<int>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<long>(dataArray, [dataArray.Length], dtype, device, requires_grad, names);
    public static Tensor tensor(long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<long>(dataArray, dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(long[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(long[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<long>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);
    public static Tensor tensor(IList<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<long>([.. rawArray], dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(Memory<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<long>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<float>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);
    public static Tensor tensor(float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<float>(rawArray, dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(float[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(float[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<float>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);
    public static Tensor tensor(IList<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<float>([.. rawArray], dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(Memory<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<float>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<double>(rawArray, [rawArray.Length], dtype, device, requires_grad, names);
    public static Tensor tensor(double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<double>(rawArray, dimensions, dtype, device, requires_grad, names);
    public static Tensor tensor(double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(double[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(double[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => from_array(rawArray, dtype, device, requires_grad, names);
    public static Tensor tensor(IList<double> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<double>([.. rawArray], [rawArray.Count], dtype, device, requires_grad, names);
    public static Tensor tensor(Memory<double> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => FromSpan<double>(rawArray.Span, dimensions, dtype, device, requires_grad, names);

    /// <summary>A tensor with a copy of an array's elements and its shape.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var size = new long[rawArray.Rank];
        for (var d = 0; d < size.Length; d++) size[d] = rawArray.GetLength(d);
        var type = ToScalarType(rawArray.GetType().GetElementType()!);
        var pin = System.Runtime.InteropServices.GCHandle.Alloc(rawArray, System.Runtime.InteropServices.GCHandleType.Pinned);
        try { return Finish(Copy((void*)pin.AddrOfPinnedObject(), size, type), dtype ?? type, device, requires_grad, names); }
        finally { pin.Free(); }
    }

    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A tensor with a copy of a span's elements, in a given shape.</summary>
    internal static Tensor FromSpan<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) where T : unmanaged
    {
        var elements = 1L;
        foreach (var length in size) elements *= length;
        if (elements != data.Length)
            throw new ArgumentException($"{data.Length} elements were given for shape [{string.Join(", ", size.ToArray())}], which has {elements}", nameof(data));
        fixed (T* first = data)
            return Finish(Copy(first, size, ToScalarType<T>()), dtype ?? ToScalarType<T>(), device, requires_grad, names);
    }

    private static Tensor FromScalar<T>(T value, Device? device, bool requiresGrad) where T : unmanaged =>
        Finish(Copy(&value, [], ToScalarType<T>()), ToScalarType<T>(), device, requiresGrad, null);

    private static Tensor Copy(void* data, ReadOnlySpan<long> size, ScalarType type)
    {
        nint result;
        fixed (long* sizes = size)
            Native.Check(Native.TensorFromData(data, sizes, size.Length, (int)type, &result), "tensor");
        return new Tensor(result);
    }

    private static Tensor Finish(Tensor tensor, ScalarType dtype, Device? device, bool requiresGrad, string[]? names)
    {
        RefuseNames(names);
        var target = device ?? defaultDevice ?? CPU;
        if (tensor.dtype != dtype || target.type != DeviceType.CPU) tensor = tensor.to(dtype, target, disposeAfter: true);
        return Finish(tensor, requiresGrad);
    }
}
