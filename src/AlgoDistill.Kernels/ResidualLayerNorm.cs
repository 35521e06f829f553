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
        if (!Gradients.Wanted(residual, update, weight, bias))
        {
            var (sum, normed, means, scales) = Forward(residual, update, weight, bias, eps);
            Gradients.Free([means, scales]);
            return (update is null ? residual : sum, normed);
        }

        var outputs = Function.apply(residual, update!, weight, bias, eps, true);
        return (update is null ? residual : outputs[1], outputs[0]);
    }

    /// <summary>The second result of <see cref="Apply"/> alone, for where nothing reads the sum.</summary>
    /// <inheritdoc cref="Apply"/>
    public static Tensor Normed(Tensor residual, Tensor? update, Tensor weight, Tensor bias, double eps = 1e-5)
    {
        Check(residual, update, weight, bias);
        if (Gradients.Wanted(residual, update, weight, bias)) return Function.apply(residual, update!, weight, bias, eps, false)[0];
        var (sum, normed, means, scales) = Forward(residual, update, weight, bias, eps);
        Gradients.Free(update is null ? [means, scales] : [sum, means, scales]);
        return normed;
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

    sealed class Function : autograd.MultiTensorFunction<Function>
    {
        public override string Name => nameof(ResidualLayerNorm);

        public override List<Tensor> forward(autograd.AutogradContext context, params object[] arguments)
        {
            var (update, weight) = ((Tensor?)arguments[1], (Tensor)arguments[2]);
            var (sum, normed, means, scales) = Forward((Tensor)arguments[0], update, weight, (Tensor)arguments[3], (double)arguments[4]);
            context.save_for_backward([update is null ? sum : Gradients.Kept(sum), means, scales, weight]);
            context.save_data(nameof(update), update is not null);
            context.set_materialize_grads(false);
            return update is null || !(bool)arguments[5] ? [normed] : [normed, sum];
        }

        public override List<Tensor> backward(autograd.AutogradContext context, List<Tensor> gradients)
        {
            var (saved, updated) = (context.get_saved_variables(), (bool)context.get_data("update"));
            var ofSum = gradients.Count > 1 && !gradients[1].IsInvalid ? Gradients.InOrder(gradients[1]) : null;
            if (gradients[0].IsInvalid)                                             // nobody asks for what was normed
            {
                var same = ofSum?.alias();
                Gradients.Free([.. gradients, .. saved]);
                return Gradients.Hand(same, updated ? same : null, null, null, null, null);
            }

            var ofNormed = Gradients.InOrder(gradients[0]);
            var (sum, means, scales, weight) = (saved[0], saved[1], saved[2], Gradients.InOrder(saved[3]));
            var columns = weight.shape[0];
            var (result, ofWeight, ofBias) = (empty_like(sum), empty_like(weight), empty_like(weight));
            Native.Check(Native.LayerNormBackward(Native.Wide(sum), means.shape[0], columns, Libtorch.Data(sum), Libtorch.Data(means), Libtorch.Data(scales), Libtorch.Data(weight),
                Libtorch.Data(ofSum), Libtorch.Data(ofNormed), Libtorch.Data(result), Libtorch.Data(ofWeight), Libtorch.Data(ofBias)));
            Gradients.Free([ofSum, ofNormed, sum, means, scales, weight]);
            return Gradients.Hand(result, updated ? result : null, ofWeight, ofBias, null, null);
        }
    }
}
