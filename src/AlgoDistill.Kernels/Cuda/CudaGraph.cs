using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Cuda;

/// <summary>
/// Runs a function of tensors on a CUDA device as one recorded graph: small kernels then follow each other without the processor that
/// launches them. The first calls run eagerly in a stream of the graph's own, the next is recorded there, and from then on inputs are copied
/// to where the recorded kernels read, and the kernels are replayed in the default stream.
/// </summary>
/// <remarks>
/// <para>The function must do the same work on every call: nothing may wait for the device (no <c>item</c>, no <c>cpu</c>), nothing may draw
/// random numbers there, and what changes from call to call must come from <c>inputs</c> or from tensors that are written in place between
/// calls and live as long as the graph. It begins by clearing what an interrupted call may have left (gradients). Backward passes, and
/// updates of parameters in place, may be part of it.</para>
/// <para>Why replays find their memory as the recording left it. libtorch's allocator is not told of the recording, as no C function does; it
/// keeps what is freed by the stream in which it was allocated. The graph's stream is its own, and nothing is allocated in it after the
/// recording, so that what the recording freed comes to nobody else, on whatever thread it is freed: the stream's part of the cache is the
/// graph's private memory. What is left is that the allocator gives cached memory back to the device when memory runs short.
/// <see cref="MemoryWatch"/> is asked before each replay: if that has happened, the recording is dropped. It is asked after the launch too:
/// what is given back later waits for the replay, as cudaFree does, and what was given back in between raises an exception.</para>
/// <para>What would break this is refused: settings of the allocator by which it frees otherwise, another current stream than the default
/// one, and calls of another shape after the recording. Autograd runs a node in the stream in which it was made, and would allocate there:
/// the nodes of a call are freed with its tensors, for which a dispose scope is around each; a function that keeps some past the call must
/// not have them run backward again. Random kernels are refused by libtorch, whose generators know of no recording here. The stream is
/// recorded in the relaxed mode, since other threads, the collector's among them, may free and allocate meanwhile.</para>
/// </remarks>
public sealed class CudaGraph : IDisposable
{
    static readonly string[] AllocatorSettings = ["PYTORCH_ALLOC_CONF", "PYTORCH_CUDA_ALLOC_CONF", "PYTORCH_NO_CUDA_MEMORY_CACHING"];
    readonly Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> function;
    readonly Device place;
    readonly CudaDevice? device;
    readonly CudaStream? stream;
    IReadOnlyList<Tensor> sources = [], results = [];
    MemoryWatch? watch;
    Recording? recording;
    int warmUps;

    /// <summary>A graph that is yet to be recorded.</summary>
    /// <param name="function">What to run: inputs to outputs, all on <paramref name="device"/>.</param>
    /// <param name="device">Where; on another kind of device than CUDA every call is eager.</param>
    /// <param name="warmUps">Eager calls before the recorded one, so that libraries, caches and memory are ready.</param>
    /// <exception cref="CudaException">The driver is missing or refuses.</exception>
    public CudaGraph(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> function, Device device, int warmUps = 3)
    {
        (this.function, place, this.warmUps) = (function, device, warmUps);
        if (device.type != DeviceType.CUDA) EagerReason = $"the device is {device}, and graphs are CUDA's";
        else if (AllocatorSettings.FirstOrDefault(name => Environment.GetEnvironmentVariable(name) is not null) is { } set)
            EagerReason = $"{set} is set, and a recording counts on what libtorch's allocator does by itself";
        else (this.device, stream) = (CudaDevice.Of(device), new CudaStream(device));
    }

    /// <summary>Why calls run eagerly for good; null while they do not.</summary>
    public string? EagerReason { get; private set; }

    /// <summary>Whether calls replay a recorded graph.</summary>
    public bool IsRecorded => recording is not null;

    /// <summary>Runs the function; one thread at a time, whose current stream is the default one.</summary>
    /// <param name="inputs">Of the same number, shapes and types on every call; others end the replays.</param>
    /// <returns>The function's outputs. A replay overwrites those of the call before.</returns>
    /// <exception cref="CudaException">Memory was given back to the device during a replay: what the function wrote is of no use.</exception>
    public IReadOnlyList<Tensor> Run(params IReadOnlyList<Tensor> inputs)
    {
        if (stream is null || EagerReason is not null) return function(inputs);
        if (LibtorchStreams.Current(device!.Index) != 0) Retire("the current stream is not the default one");
        else if (recording is null && warmUps-- > 0) return WarmUp(inputs);
        else if (recording is null) TryRecord(inputs);
        else if (!Fits(inputs)) Retire("inputs of another shape came after those of the recording");
        return recording is not null && TryReplay(inputs) ? [.. results.Select(result => result.alias())] : function(inputs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        stream?.Dispose();
    }

    IReadOnlyList<Tensor> WarmUp(IReadOnlyList<Tensor> inputs)
    {
        using var scope = NewDisposeScope();
        stream!.WaitForCurrent();
        IReadOnlyList<Tensor> outputs;
        using (stream.Use()) outputs = [.. function(inputs).Select(output => output.detach().MoveToOuterDisposeScope())];
        using var done = stream.Record();
        done.BlockCurrent();
        return outputs;
    }

    void TryRecord(IReadOnlyList<Tensor> inputs)
    {
        using var scope = NewDisposeScope();
        var whole = false;
        try
        {
            watch = new MemoryWatch(place);
            sources = [.. inputs.Select(input => input.detach().clone().DetachFromDisposeScope())];
            stream!.WaitForCurrent();
            recording = new Recording(device!, stream, () => results = [.. function(sources).Select(result => result.detach().DetachFromDisposeScope())]);
            if (!watch.IsIntact) throw new CudaException("memory ran short meanwhile");
            whole = true;
        }
        catch (Exception error) when (error is ExternalException or NotSupportedException)
        {
            EagerReason = $"the work cannot be recorded: {error.Message}";
        }
        finally
        {
            if (!whole) Forget();
        }
    }

    bool TryReplay(IReadOnlyList<Tensor> inputs)
    {
        if (!watch!.IsIntact)
        {
            Retire("memory ran short, and libtorch gave back what the recording worked in");
            return false;
        }

        using (no_grad())
            for (var i = 0; i < sources.Count; i++) sources[i].copy_(inputs[i], nonBlocking: true);
        recording!.Launch(0);
        return watch.IsIntact ? true : throw new CudaException("memory ran short while a recording was replayed, which has worked in memory of others");
    }

    bool Fits(IReadOnlyList<Tensor> inputs) => inputs.Count == sources.Count &&
        inputs.Zip(sources, (input, source) => input.dtype == source.dtype && input.shape.AsSpan().SequenceEqual(source.shape)).All(same => same);

    void Retire(string reason)
    {
        EagerReason = reason;
        Forget();
    }

    // the recording first: it reads and writes the tensors
    void Forget()
    {
        recording?.Dispose();
        watch?.Dispose();
        foreach (var tensor in sources.Concat(results)) tensor.Dispose();
        (recording, watch, sources, results) = (null, null, [], []);
    }
}
