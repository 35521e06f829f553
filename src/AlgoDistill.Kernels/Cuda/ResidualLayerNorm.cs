using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Cuda;

/// <summary>
/// The seam between two blocks of a transformer as <see cref="Kernels.ResidualLayerNorm"/> has it, on CUDA: residual, weight, bias and sum are
/// float32, the update and what is normed float32 or bfloat16. Inside, all is float32.
/// </summary>
public static unsafe class ResidualLayerNorm
{
    const long MostParts = 1024;    // blocks of a backward pass: enough for the largest devices, few enough to add up
    static readonly CudaKernel ForwardKernel = new("layer_norm", "layer_norm.cu"), BackwardKernel = new("layer_norm_backward", "layer_norm.cu");

    /// <summary>Whether the kernels are for these types and devices.</summary>
    public static bool Suits(Tensor residual, Tensor? update, Tensor weight, Tensor bias) =>
        residual.device_type == DeviceType.CUDA && IsFloat(residual) && IsFloat(weight) && IsFloat(bias) && residual.dim() > 0 && residual.shape[^1] > 0 &&
        (update is null || (CudaKernel.HasName(update.dtype) && update.device == residual.device));

    /// <summary>sum = residual + update and normed = (sum − mean) / √(variance + eps) · weight + bias over the last dimension.</summary>
    /// <param name="residual">(…, C).</param>
    /// <param name="update">(…, C), or nothing to add: the sum is then the residual itself.</param>
    /// <param name="weight">(C).</param>
    /// <param name="bias">(C).</param>
    /// <param name="eps">Keeps the division finite.</param>
    /// <param name="type">Of what is normed, float32 or bfloat16.</param>
    /// <returns>Both (…, C).</returns>
    /// <exception cref="ArgumentException">The shapes, types or devices do not fit.</exception>
    /// <exception cref="CudaException">The kernel cannot be compiled or launched.</exception>
    public static (Tensor Sum, Tensor Normed) Apply(Tensor residual, Tensor? update, Tensor weight, Tensor bias, double eps, ScalarType type)
    {
        Gradients.Require(Suits(residual, update, weight, bias) && CudaKernel.HasName(type),
            $"the types do not fit: {Gradients.Shape(residual)} and {Gradients.Shape(update)}, to {type}");
        var width = residual.shape[^1];
        foreach (var vector in (ReadOnlySpan<Tensor>)[weight, bias])
            Gradients.Require(vector.shape.AsSpan().SequenceEqual([width]) && vector.device == residual.device,
                $"weight and bias must be ({width}) on the device of residual; got {Gradients.Shape(vector)}");
        Gradients.Require(update is null || update.shape.AsSpan().SequenceEqual(residual.shape),
            $"residual and update must have one shape; got {Gradients.Shape(residual)} and {Gradients.Shape(update)}");
        Result result;
        var scale = Gradients.Contiguous(weight);
        using (no_grad()) result = Forward(residual, update, scale, bias, eps, type);
        if (Gradients.Wanted(residual, update, weight, bias))
        {
            var updateType = update?.dtype;
            _ = BackwardKernel.Prepare(Layout.Of(width, aligned: true).Definitions(updateType ?? ScalarType.Float32, type), weight);    // what is wrong with it is raised here
            GradientNode.Attach([residual, update, weight, bias], update is null ? [result.Normed] : [result.Normed, result.Sum],
                [update is null ? result.Sum : Gradients.Kept(result.Sum), result.Means, result.Scales, scale], (saved, gradients) => Backward(saved, updateType, gradients));
        }

        Gradients.Free([result.Means, result.Scales]);
        return (update is null ? residual : result.Sum, result.Normed);
    }

    static bool IsFloat(Tensor tensor) => tensor.dtype == ScalarType.Float32;

    // A row's columns divided among a block: packs of columns, up to four a thread where that many threads fit into a block
    readonly record struct Layout(long Lanes, long Packs, long Threads)
    {
        public static Layout Of(long columns, bool aligned)
        {
            var lanes = aligned && columns % 4 == 0 ? 4 : 1;
            var all = columns / lanes;
            var threads = Math.Min(1024, Math.Max(CudaKernel.Warp, CudaKernel.RoundUp((all + 3) / 4, CudaKernel.Warp)));
            return new(lanes, Math.Max(1, (all + threads - 1) / threads), threads);
        }

        public string Definitions(ScalarType update, ScalarType normed) => CudaKernel.Define("LANES", Lanes) + CudaKernel.Define("PACKS", Packs) +
            CudaKernel.Define("UPDATE", CudaKernel.NameOf(update)) + CudaKernel.Define("NORMED", CudaKernel.NameOf(normed));
    }

    sealed record Result(Tensor Sum, Tensor Normed, Tensor Means, Tensor Scales);

    // the sum is the residual itself without an update
    static Result Forward(Tensor residual, Tensor? update, Tensor weight, Tensor bias, double eps, ScalarType type)
    {
        var (from, added) = (Gradients.Contiguous(residual), update is null ? null : Gradients.Contiguous(update));
        var (scale, shift, columns) = (Gradients.Contiguous(weight), Gradients.Contiguous(bias), weight.shape[0]);
        var rows = from.numel() / columns;
        var result = new Result(added is null ? from : empty_like(from), empty_like(from, dtype: type), empty([rows], dtype: from.dtype, device: from.device),
            empty([rows], dtype: from.dtype, device: from.device));
        var layout = Layout.Of(columns, CudaKernel.IsAligned(from) && CudaKernel.IsAligned(added) && CudaKernel.IsAligned(scale) && CudaKernel.IsAligned(shift));
        var arguments = new KernelArguments().Add(from).Add(added).Add(scale).Add(shift).Add(result.Sum).Add(result.Normed).Add(result.Means).Add(result.Scales)
            .Add((int)columns).Add((float)eps);
        ForwardKernel.Launch(layout.Definitions(added?.dtype ?? ScalarType.Float32, type), from, rows, layout.Threads, arguments);
        return result;
    }

    // The gradients of the residual, of an update of another type (else none, as it is the residual's), and of weight and bias together, (2, columns)
    static (Tensor Residual, Tensor? Update, Tensor WeightAndBias) Backward(Result saved, Tensor weight, Tensor? ofSum, Tensor ofNormed, ScalarType updateType)
    {
        var (rows, columns) = (saved.Means.shape[0], weight.shape[0]);
        var blocks = Math.Min(rows, MostParts);
        var residual = empty_like(saved.Sum);
        var update = updateType == ScalarType.Float32 ? null : empty_like(residual, dtype: updateType);
        using var parts = empty([blocks, 2, columns], dtype: residual.dtype, device: residual.device);
        var layout = Layout.Of(columns, CudaKernel.IsAligned(saved.Sum) && CudaKernel.IsAligned(weight) && CudaKernel.IsAligned(ofSum) && CudaKernel.IsAligned(ofNormed));
        var arguments = new KernelArguments().Add(saved.Sum).Add(saved.Means).Add(saved.Scales).Add(weight).Add(ofSum).Add(ofNormed).Add(residual).Add(update).Add(parts)
            .Add(rows).Add((int)columns);
        BackwardKernel.Launch(layout.Definitions(updateType, ofNormed.dtype), residual, blocks, layout.Threads, arguments);
        return (residual, update, parts.sum(0));
    }

    static Tensor?[] Backward(Tensor[] saved, ScalarType? updateType, Tensor?[] gradients)
    {
        Gradients.PutInOrder(gradients);
        var ofSum = gradients.Length > 1 ? gradients[1] : null;
        if (gradients[0] is not { } ofNormed)                                       // nobody asks for what was normed
            return [ofSum!.alias(), updateType is { } narrower ? ofSum.to_type(narrower) : null, null, null];
        var (residual, update, weightAndBias) = Backward(new(saved[0], ofNormed, saved[1], saved[2]), saved[3], ofSum, ofNormed, updateType ?? ScalarType.Float32);
        using var parts = weightAndBias;
        return [residual, updateType is null ? null : update ?? residual, parts.select(0, 0), parts.select(0, 1)];
    }
}
