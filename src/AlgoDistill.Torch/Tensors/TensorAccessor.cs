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

    public bool IsSpanContiguous => contiguous;

    public T this[long index]
    {
        get => Read(Offset(index));
        set => Write(Offset(index), value);
    }

    /// <summary>The element at an index for every dimension.</summary>
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
        for (var i = tensorIndex; i < Count; i++) array[arrayIndex + i - tensorIndex] = this[i];
    }

    public void CopyTo(Span<T> target)
    {
        if (target.Length < Count) throw new ArgumentException($"{Count} elements do not fit into a span of {target.Length}", nameof(target));
        if (contiguous) new ReadOnlySpan<T>(Data, checked((int)Count)).CopyTo(target);
        else for (var i = 0; i < (int)Count; i++) target[i] = this[i];
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(ReadOnlySpan<T> source)
    {
        if (source.Length > Count) throw new ArgumentException($"{source.Length} elements do not fit into a tensor of {Count}", nameof(source));
        for (var i = 0; i < source.Length; i++) this[i] = source[i];
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return this[i];
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
