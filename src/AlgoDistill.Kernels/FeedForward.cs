using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>The feed-forward layer of a transformer with the exact GELU (Hendrycks and Gimpel 2016); what lies between its products is made and used in the near caches.</summary>
public static unsafe class FeedForward
{
    /// <summary>Whether the kernel takes <paramref name="input"/> and is worth it; fewer rows go faster by libtorch's operators.</summary>
    public static bool Suits(Tensor input, Tensor expand) => FusedLinear.Suits(input, expand);

    /// <summary>gelu(input · expandᵀ + expandBias) · contractᵀ + contractBias over the last dimension.</summary>
    /// <param name="input">(…, C), float32 or float64 on the processor.</param>
    /// <param name="expand">(F, C).</param>
    /// <param name="expandBias">(F).</param>
    /// <param name="contract">(C, F).</param>
    /// <param name="contractBias">(C).</param>
    /// <returns>(…, C).</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    public static Tensor Apply(Tensor input, Tensor expand, Tensor expandBias, Tensor contract, Tensor contractBias)
    {
        var (width, inner) = (input.dim() > 0 ? input.shape[^1] : 0, expandBias.dim() == 1 ? expandBias.shape[0] : 0);
        Gradients.Require(Native.Takes(input) && width > 0 && inner > 0 && expand.shape.SequenceEqual([inner, width]) && contract.shape.SequenceEqual([width, inner]) && contractBias.shape.SequenceEqual([width]),
            $"for an input of width {width} and {inner} inner values the weights must be ({inner}, {width}) and ({width}, {inner}) and the last bias ({width}); got {Gradients.Shape(expand)}, {Gradients.Shape(contract)} and {Gradients.Shape(contractBias)} for {Gradients.Shape(input)}");
        foreach (var weight in (ReadOnlySpan<Tensor>)[expand, expandBias, contract, contractBias])
            Gradients.Require(Native.Holds(weight, input.dtype), $"all must be {input.dtype} on the processor; got {Gradients.Shape(weight)} on {weight.device_type}");
        Tensor[] of = [Gradients.Contiguous(input), Gradients.Contiguous(expand), Gradients.Contiguous(expandBias), Gradients.Contiguous(contract), Gradients.Contiguous(contractBias)];
        var (output, hidden) = Forward(of);
        if (Gradients.Wanted(input, expand, expandBias, contract, contractBias))
            GradientNode.Attach([input, expand, expandBias, contract, contractBias], [output], [.. of, hidden], Backward);
        hidden.Dispose();
        return output;
    }

    // of: input, expand, its bias, contract, its bias
    static (Tensor Output, Tensor Hidden) Forward(Tensor[] of)
    {
        var (inner, width) = (of[1].shape[0], of[1].shape[1]);
        var rows = of[0].numel() / width;
        var (output, hidden) = (empty_like(of[0]), empty([rows, inner], dtype: of[0].dtype));
        Native.Check(Native.FeedForward(Native.Wide(output), rows, width, inner, Libtorch.Data(of[0]), Libtorch.Data(of[1]), Libtorch.Data(of[2]), Libtorch.Data(of[3]), Libtorch.Data(of[4]),
            Libtorch.Data(hidden), Libtorch.Data(output)), of);
        return (output, hidden);
    }

    // of: those, then hidden
    static Tensor?[] Backward(Tensor[] of, Tensor?[] gradients)
    {
        Gradients.PutInOrder(gradients);
        var (inner, width) = (of[1].shape[0], of[1].shape[1]);
        Tensor[] results = [.. of.Take(5).Select(tensor => empty_like(tensor))];
        Native.Check(Native.FeedForwardBackward(Native.Wide(of[0]), of[5].shape[0], width, inner, Libtorch.Data(of[0]), Libtorch.Data(of[1]), Libtorch.Data(of[2]), Libtorch.Data(of[3]),
            Libtorch.Data(of[4]), Libtorch.Data(of[5]), Libtorch.Data(gradients[0]), Libtorch.Data(results[0]), Libtorch.Data(results[1]), Libtorch.Data(results[2]), Libtorch.Data(results[3]),
            Libtorch.Data(results[4])));
        return results;
    }
}
