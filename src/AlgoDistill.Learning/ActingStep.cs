using AlgoDistill.Kernels.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>
/// One token of each of S streams through a frozen model: arrays on the host in, outputs on the host out. On CUDA, where
/// <see cref="CudaSwitches.Graphs"/> is on, a step with a cache is recorded after the first few, and replayed from then on.
/// </summary>
public sealed class ActingStep : IDisposable
{
    readonly Tensor[] values;
    readonly IReadOnlyList<Input> inputs;
    readonly Func<IReadOnlyList<Tensor>, Tensor> step;
    readonly CudaGraph? graph;

    /// <summary>A step that has read nothing.</summary>
    /// <param name="context">What the streams have read. The caller advances it after each step.</param>
    /// <param name="inputs">What the model reads; of fixed shapes.</param>
    /// <param name="step">The inputs' tensors to outputs, a function of them and of the context alone.</param>
    public ActingStep(StreamContext context, IReadOnlyList<Input> inputs, Func<IReadOnlyList<Tensor>, Tensor> step)
    {
        (this.inputs, this.step, values) = (inputs, step, [.. inputs.Select(input => input.Value)]);
        // a context that is read again as a whole grows from token to token
        if (CudaSwitches.Graphs && context is KvCache && context.Device.type == DeviceType.CUDA) graph = new CudaGraph(tensors => [step(tensors)], context.Device);
    }

    /// <summary>Reads the inputs' values and waits for what comes of them, so that the inputs may then be filled again.</summary>
    /// <param name="outputs">Filled with the step's outputs, flattened.</param>
    public void Run(Span<float> outputs)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var input in inputs) input.Upload();
        var output = graph is null ? step(values) : graph.Run(values)[0];
        output.cpu().contiguous().data<float>().CopyTo(outputs);
    }

    /// <inheritdoc/>
    public void Dispose() => graph?.Dispose();
}
