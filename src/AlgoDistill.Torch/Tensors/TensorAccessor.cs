using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>A tensor's elements on the CPU, in row-major order whatever its strides.</summary>
public sealed unsafe class TensorAccessor<T> : IEnumerable<T>, IDisposable where T : unmanaged
{
    private readonly Tensor tensor;
    private readonly long[] sizes, strides;
    private readonly bool contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        this.tensor = tensor;
        sizes = tensor.shape;
        strides = tensor.stride();
        contiguous = tensor.is_contiguous();
        Count = tensor.numel();
    }

    public long Count { get; }

    private T* Data => (T*)tensor.Pointer();

    /// <summary>The element at an index for every dimension, or with a single index the element at that place in order.</summary>
    public T this[params long[] indices]
    {
        get => Read(Offset(indices));
        set => Write(Offset(indices), value);
    }

    private T Read(long offset)
    {
        var value = Data[offset];
        GC.KeepAlive(tensor);
        return value;
    }

    private void Write(long offset, T value)
    {
        Data[offset] = value;
        GC.KeepAlive(tensor);
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result.AsSpan());
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        CopyTo(array.AsSpan(), arrayIndex, tensorIndex);
    }

    /// <summary>Copies the elements from <paramref name="tensorIndex"/> on to the places from <paramref name="arrayIndex"/> on.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        var count = checked((int)(Count - tensorIndex));
        if (target.Length < count) throw new ArgumentException($"{count} elements do not fit into a span of {target.Length}", nameof(array));
        if (contiguous) new ReadOnlySpan<T>(Data + tensorIndex, count).CopyTo(target);
        else for (var i = 0; i < count; i++) target[i] = Read(Offset(tensorIndex + i));
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <summary>Copies the elements from <paramref name="arrayIndex"/> on to the places from <paramref name="tensorIndex"/> on.</summary>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        if (source.Length > Count - tensorIndex) throw new ArgumentException($"{source.Length} elements do not fit into the {Count - tensorIndex} of a tensor", nameof(array));
        for (var i = 0; i < source.Length; i++) Write(Offset(tensorIndex + i), source[i]);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return Read(Offset(i));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() { }

    private long Offset(long index)
    {
        if (index < 0 || index >= Count) throw new IndexOutOfRangeException($"element {index} was asked of a tensor of {Count} elements");
        if (contiguous) return index;
        var offset = 0L;
        for (var d = sizes.Length - 1; d >= 0; d--)
        {
            offset += index % sizes[d] * strides[d];
            index /= sizes[d];
        }
        return offset;
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1) return Offset(indices[0]);
        if (indices.Length != sizes.Length) throw new ArgumentException($"{indices.Length} indices were given for a tensor of {sizes.Length} dimensions", nameof(indices));
        var offset = 0L;
        for (var d = 0; d < sizes.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= sizes[d]) throw new IndexOutOfRangeException($"index {indices[d]} is outside dimension {d} of size {sizes[d]}");
            offset += indices[d] * strides[d];
        }
        return offset;
    }
}
