using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Torch;

/// <summary>
/// Runs a function of tensors on a CUDA device as one recorded graph: small kernels then follow each other without the processor that
/// launches them. The first calls run eagerly in a side stream, the next is recorded, and from then on inputs are copied to where the
/// recorded kernels read, and the kernels are replayed. TorchSharp lacks it.
/// </summary>
/// <remarks>
/// The function must do the same work on every call: shapes may not depend on data, nothing may wait for the device (no <c>item</c>, no
/// <c>cpu</c>), and what changes from call to call must come from <c>inputs</c> or from tensors that are written in place between
/// calls. It begins by clearing what an interrupted call may have left (gradients). Random numbers go on through replays; seed outside
/// the function. Backward passes, and updates of parameters in place, may be part of it.
/// </remarks>
public sealed unsafe class CudaGraph : IDisposable
{
    internal const string NoHeaders = "the native library was built without CUDA's headers; set CUDA_HOME to a toolkit's folder and run ./algodistill setup again";

    private readonly Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> function;
    private readonly CudaStream? stream;
    private IReadOnlyList<Tensor> sources = [], results = [];
    private int warmUps;
    private nint graph;

    /// <summary>A graph that is yet to be recorded.</summary>
    /// <param name="function">What to run: inputs to outputs, all on <paramref name="device"/>.</param>
    /// <param name="device">Where; on another kind of device than CUDA every call is eager.</param>
    /// <param name="warmUps">Eager calls before the recorded one, so that libraries and caches are ready.</param>
    public CudaGraph(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> function, Device device, int warmUps = 3)
    {
        (this.function, this.warmUps) = (function, warmUps);
        if (device.type != DeviceType.CUDA) EagerReason = $"the device is {device}, and graphs are CUDA's";
        else if (Native.CudaGraphs() == 0) EagerReason = NoHeaders;
        else stream = new CudaStream(device);
    }

    /// <summary>Why calls run eagerly for good; null while they do not.</summary>
    public string? EagerReason { get; private set; }

    /// <summary>Whether calls replay a recorded graph.</summary>
    public bool IsRecorded => graph != 0;

    /// <summary>Runs the function, in this thread's current stream.</summary>
    /// <param name="inputs">Of the same number, shapes and types on every call; another shape runs eagerly.</param>
    /// <returns>The function's outputs. A replay overwrites those of the call before.</returns>
    public IReadOnlyList<Tensor> Run(params IReadOnlyList<Tensor> inputs)
    {
        if (stream is null || EagerReason is not null) return function(inputs);
        using var current = CudaStream.Current(stream.Device);
        if (graph == 0 && warmUps-- > 0) return WarmUp(stream, current, inputs);
        if (graph == 0 && !TryRecord(stream, current, inputs)) return function(inputs);
        if (!Fits(inputs)) return function(inputs);
        using (no_grad())
            for (var i = 0; i < sources.Count; i++) sources[i].copy_(inputs[i], nonBlocking: true);
        Native.Check(Native.GraphReplay(graph), nameof(CudaGraph));
        return [.. results.Select(result => result.alias())];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        stream?.Dispose();
    }

    private IReadOnlyList<Tensor> WarmUp(CudaStream side, CudaStream current, IReadOnlyList<Tensor> inputs)
    {
        side.WaitFor(current);
        using var turn = side.Use();
        var outputs = function(inputs);
        current.WaitFor(side);
        return outputs;
    }

    private bool TryRecord(CudaStream side, CudaStream current, IReadOnlyList<Tensor> inputs)
    {
        using var scope = NewDisposeScope();
        sources = [.. inputs.Select(input => input.detach().clone().DetachFromDisposeScope())];
        current.Synchronize();
        using var turn = side.Use();
        var recorded = false;
        try
        {
            nint begun;
            Native.Check(Native.GraphBegin(side.Device.index, &begun), nameof(CudaGraph));
            graph = begun;
            results = [.. function(sources).Select(result => result.detach().DetachFromDisposeScope())];
            Native.Check(Native.GraphEnd(side.Device.index, graph), nameof(CudaGraph));
            return recorded = true;
        }
        catch (ExternalException error)
        {
            EagerReason = $"the work cannot be recorded: {error.Message}";
            return false;
        }
        finally
        {
            if (!recorded) Abandon(side);
        }
    }

    private void Abandon(CudaStream side)
    {
        if (graph != 0) _ = Native.GraphEnd(side.Device.index, graph);
        Forget();
    }

    private bool Fits(IReadOnlyList<Tensor> inputs) =>
        inputs.Count == sources.Count && inputs.Zip(sources, (input, source) => input.dtype == source.dtype && input.shape.AsSpan().SequenceEqual(source.shape)).All(same => same);

    private void Forget()
    {
        foreach (var tensor in sources.Concat(results)) tensor.Dispose();
        (sources, results) = ([], []);
        var old = Interlocked.Exchange(ref graph, 0);
        if (old != 0) _ = Native.GraphFree(old);
    }
}
