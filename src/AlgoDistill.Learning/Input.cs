using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>
/// An array that is filled on the host and read by a model: memory outside the collector's heap that is kept from update to update.
/// On a CPU the model reads that same memory; elsewhere, or in another type, it reads a copy that <see cref="Upload"/> renews.
/// </summary>
public sealed unsafe class Input : IDisposable
{
    readonly Tensor like;
    readonly ScalarType type;
    Tensor? storage, host, value, substitute;
    void* address;
    int length;

    /// <summary>An array of zeros.</summary>
    /// <param name="type">Int64, or Float32, which the model reads as numbers of its own type.</param>
    /// <param name="like">A parameter of the model: its type and its device.</param>
    /// <param name="shape">Its shape.</param>
    public Input(ScalarType type, Tensor like, params ReadOnlySpan<long> shape)
    {
        (this.type, this.like) = (type, like);
        Reshape(shape);
    }

    /// <summary>What the model reads; the same tensor until the shape changes.</summary>
    public Tensor Value => substitute ?? value ?? throw new ObjectDisposedException(nameof(Input));

    /// <summary>The elements on the host, in row-major order; <typeparamref name="T"/> is long or float, as the array was made.</summary>
    public Span<T> Values<T>() where T : unmanaged => new(address, length);

    /// <summary>Gives the array another shape; its elements are then unknown, unless the shape was the same.</summary>
    public void Reshape(params ReadOnlySpan<long> shape)
    {
        if (host is not null && shape.SequenceEqual(host.shape)) return;
        using var scope = NewDisposeScope();
        var elements = 1L;
        foreach (var size in shape) elements *= size;
        Release();
        if (storage is null || storage.numel() < elements) Allocate(elements);
        length = checked((int)elements);
        host = storage!.narrow(0, 0, elements).view(shape.ToArray()).DetachFromDisposeScope();
        value = host.dtype == ValueType && like.device_type == DeviceType.CPU ? host
            : empty(shape.ToArray(), dtype: ValueType, device: like.device).DetachFromDisposeScope();
    }

    /// <summary>Brings what was written on the host to where the model reads it.</summary>
    public void Upload()
    {
        if (!ReferenceEquals(host, value)) value!.copy_(host!, nonBlocking: true);
    }

    /// <summary>Makes the model read another tensor of the same shape, until there is none.</summary>
    internal void Substitute(Tensor? other) => substitute = other;

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        storage?.Dispose();
        (storage, length) = (null, 0);
        address = null;
    }

    ScalarType ValueType => is_floating_point(type) ? like.dtype : type;

    void Allocate(long elements)
    {
        storage?.Dispose();
        storage = zeros([elements], dtype: type);
        if (like.device_type == DeviceType.CUDA) storage = storage.pin_memory();    // so that the device copies by itself
        storage.DetachFromDisposeScope();
        fixed (byte* first = storage.bytes) address = first;    // outside the collector's heap: it stays where it is
    }

    void Release()
    {
        if (!ReferenceEquals(host, value)) value?.Dispose();
        host?.Dispose();
        (host, value) = (null, null);
    }
}
