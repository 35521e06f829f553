namespace AlgoDistill.Kernels.Cuda;

/// <summary>The arguments of one launch, in the order and of exactly the types that the kernel declares.</summary>
sealed unsafe class KernelArguments
{
    const int Most = 16, Size = 256;
    readonly byte[] data = new byte[Size];
    readonly int[] places = new int[Most];
    readonly TorchSharp.torch.Tensor?[] kept = new TorchSharp.torch.Tensor?[Most];      // until this is collected
    int count, end;

    /// <summary>One more: a number, an address, or a struct of such.</summary>
    public KernelArguments Add<T>(T value) where T : unmanaged
    {
        places[count++] = end;
        fixed (byte* first = data) *(T*)(first + end) = value;
        end += (sizeof(T) + 7) / 8 * 8;
        return this;
    }

    /// <summary>One more: where a tensor's elements are, or null.</summary>
    public KernelArguments Add(TorchSharp.torch.Tensor? tensor)
    {
        kept[count] = tensor;
        return Add((nint)Libtorch.Data(tensor));
    }

    /// <summary>All of them, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => data;

    /// <summary>Fills an array of <see cref="Count"/> addresses, where <see cref="Bytes"/> begin at <paramref name="first"/>.</summary>
    public void Place(byte* first, void** addresses)
    {
        for (var i = 0; i < count; i++) addresses[i] = first + places[i];
    }

    /// <summary>How many there are.</summary>
    public int Count => count;
}
