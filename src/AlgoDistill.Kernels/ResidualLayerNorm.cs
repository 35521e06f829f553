using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>The seam between two blocks of a pre-norm transformer in one pass over memory: the residual stream with an update added, and its layer normalisation.</summary>
public static unsafe class ResidualLayerNorm
{
    /// <summary>sum = residual + update and normed = (sum − mean) / √(variance + eps) · weight + bias over the last dimension.</summary>
    /// <param name="residual">(…, C), float32 or float64 on the processor.</param>
    /// <param name="update">(…, C), or nothing to add: the sum is then the residual itself.</param>
    /// <param name="weight">(C).</param>
    /// <param name="bias">(C).</param>
    /// <param name="eps">Keeps the division finite.</param>
    /// <returns>Both (…, C).</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    public static (Tensor Sum, Tensor Normed) Apply(Tensor residual, Tensor? update, Tensor weight, Tensor bias, double eps = 1e-5)
    {
        Check(residual, update, weight, bias);
        var (sum, normed) = Run(residual, update, weight, bias, eps, both: true);
        return (update is null ? residual : sum, normed);
    }

    /// <summary>The second result of <see cref="Apply"/> alone, for where nothing reads the sum.</summary>
    /// <inheritdoc cref="Apply"/>
    public static Tensor Normed(Tensor residual, Tensor? update, Tensor weight, Tensor bias, double eps = 1e-5)
    {
        Check(residual, update, weight, bias);
        var (sum, normed) = Run(residual, update, weight, bias, eps, both: false);
        if (update is not null) sum.Dispose();
        return normed;
    }

    // The sum is a function of the arguments where `both` says so
    static (Tensor Sum, Tensor Normed) Run(Tensor residual, Tensor? update, Tensor weight, Tensor bias, double eps, bool both)
    {
        var (sum, normed, means, scales) = Forward(residual, update, weight, bias, eps);
        if (Gradients.Wanted(residual, update, weight, bias))
        {
            var updated = update is not null;
            var kept = updated && both ? Gradients.Kept(sum) : sum;
            GradientNode.Attach([residual, update, weight, bias], updated && both ? [normed, sum] : [normed], [kept, means, scales, weight],
                (saved, gradients) => Backward(saved, updated, gradients));
        }

        Gradients.Free([means, scales]);
        return (sum, normed);
    }

    static void Check(Tensor residual, Tensor? update, Tensor weight, Tensor bias)
    {
        var shape = residual.shape;
        var width = shape.Length > 0 ? shape[^1] : 0;
        Gradients.Require(Native.Takes(residual) && width > 0 && weight.dim() == 1 && weight.numel() == width && bias.dim() == 1 && bias.numel() == width
            && Native.Holds(weight, residual.dtype) && Native.Holds(bias, residual.dtype),
            $"weight and bias must be ({width}) of the type of residual, {Gradients.Shape(residual)}; got {Gradients.Shape(weight)} and {Gradients.Shape(bias)}");
        Gradients.Require(update is null || (update.shape.AsSpan().SequenceEqual(shape) && Native.Holds(update, residual.dtype)),
            $"residual and update must have one shape and type; got {Gradients.Shape(residual)} and {Gradients.Shape(update)}");
    }

    static (Tensor Sum, Tensor Normed, Tensor Means, Tensor Scales) Forward(Tensor residual, Tensor? update, Tensor weight, Tensor bias, double eps)
    {
        var (from, added) = (Gradients.Contiguous(residual), update is null ? null : Gradients.Contiguous(update));
        (weight, bias) = (Gradients.Contiguous(weight), Gradients.Contiguous(bias));
        var (columns, type) = (weight.shape[0], residual.dtype);
        var rows = from.numel() / columns;
        var (sum, normed, means, scales) = (added is null ? from : empty_like(from), empty_like(from), empty([rows], dtype: type), empty([rows], dtype: type));
        Native.Check(Native.LayerNorm(Native.Wide(from), rows, columns, eps, Libtorch.Data(from), Libtorch.Data(added), Libtorch.Data(weight),
            Libtorch.Data(bias), added is null ? null : Libtorch.Data(sum), Libtorch.Data(normed), Libtorch.Data(means), Libtorch.Data(scales)),
            from, added, weight, bias);
        return (sum, normed, means, scales);
    }

    static Tensor?[] Backward(Tensor[] saved, bool updated, Tensor?[] gradients)
    {
        Gradients.PutInOrder(gradients);
        var (ofNormed, ofSum) = (gradients[0], gradients.Length > 1 ? gradients[1] : null);
        if (ofNormed is null)                                                       // nobody asks for what was normed
        {
            var same = ofSum!.alias();
            return [same, updated ? same : null, null, null];
        }

        Gradients.PutInOrder(saved);
        var (sum, means, scales, weight) = (saved[0], saved[1], saved[2], saved[3]);
        var (result, ofWeight, ofBias) = (empty_like(sum), empty_like(weight), empty_like(weight));
        Native.Check(Native.LayerNormBackward(Native.Wide(sum), means.shape[0], weight.shape[0], Libtorch.Data(sum), Libtorch.Data(means), Libtorch.Data(scales), Libtorch.Data(weight),
            Libtorch.Data(ofSum), Libtorch.Data(ofNormed), Libtorch.Data(result), Libtorch.Data(ofWeight), Libtorch.Data(ofBias)));
        return [result, updated ? result : null, ofWeight, ofBias];
    }
}
