using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Torch;

/// <summary>Copies tensors to a device while it works on something else: from page-locked memory, in a stream of its own. TorchSharp lacks it.</summary>
/// <remarks>On the CPU there is nothing to copy or to wait for.</remarks>
public sealed class Uploader : IDisposable
{
    private readonly CudaStream? stream;

    /// <summary>An uploader to a device.</summary>
    public Uploader(Device device) => stream = device.type == DeviceType.CUDA ? new CudaStream(device) : null;

    /// <summary>Begins to copy tensors of the CPU's memory; they may be disposed at once.</summary>
    public Upload Begin(IReadOnlyList<Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        if (stream is null) return new Upload([.. tensors.Select(tensor => tensor.alias().DetachFromDisposeScope())], null);
        using var turn = stream.Use();
        var copies = tensors.Select(tensor => Operators.Call("aten::pin_memory", tensor).to(stream.Device, non_blocking: true).DetachFromDisposeScope()).ToArray();
        return new Upload(copies, new CudaEvent(stream));
    }

    /// <inheritdoc/>
    public void Dispose() => stream?.Dispose();
}

/// <summary>Tensors on their way to a device, or there; disposing it frees them.</summary>
public sealed class Upload : IDisposable
{
    private readonly IReadOnlyList<Tensor> tensors;
    private readonly CudaEvent? arrival;

    internal Upload(IReadOnlyList<Tensor> tensors, CudaEvent? arrival) => (this.tensors, this.arrival) = (tensors, arrival);

    /// <summary>The tensors, for use in this thread's current stream, which waits for them where the caller does not.</summary>
    public IReadOnlyList<Tensor> Wait()
    {
        if (arrival is null || tensors.Count == 0) return tensors;
        using var current = CudaStream.Current(tensors[0].device);
        arrival.Block(current);
        foreach (var tensor in tensors) current.Uses(tensor);
        return tensors;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        arrival?.Dispose();
        foreach (var tensor in tensors) tensor.Dispose();
    }
}
