using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>
/// A linear layer for many rows and a weight that fits a near cache, where a general matrix product wastes most of its time on packing and a
/// second one on the bias's gradient.
/// </summary>
public static unsafe class FusedLinear
{
    /// <summary>Fewer rows than this are multiplied faster by libtorch.</summary>
    public const int FewestRows = 48;

    /// <summary>Whether the kernel takes <paramref name="input"/> and is worth it.</summary>
    public static bool Suits(Tensor input, Tensor weight) => Native.Takes(input) && input.dim() >= 2 && weight.numel() > 0 && input.numel() >= FewestRows * input.shape[^1];

    /// <summary>input · weightᵀ + bias over the last dimension.</summary>
    /// <param name="input">(…, inputs), float32 or float64 on the processor.</param>
    /// <param name="weight">(outputs, inputs).</param>
    /// <param name="bias">(outputs), or nothing.</param>
    /// <returns>(…, outputs).</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    public static Tensor Apply(Tensor input, Tensor weight, Tensor? bias)
    {
        Gradients.Require(Native.Takes(input) && input.dim() >= 1 && weight.dim() == 2 && weight.numel() > 0 && weight.shape[1] == input.shape[^1] && Native.Holds(weight, input.dtype),
            $"weight must be (outputs, inputs) of the type of an input (…, inputs) on the processor; got {Gradients.Shape(weight)} and {Gradients.Shape(input)}");
        Gradients.Require(bias is null || (bias.shape.SequenceEqual([weight.shape[0]]) && Native.Holds(bias, input.dtype)), $"bias must be ({weight.shape[0]}) of {input.dtype}; got {Gradients.Shape(bias)}");
        var (x, w, b) = (Gradients.Contiguous(input), Gradients.Contiguous(weight), bias is null ? null : Gradients.Contiguous(bias));
        var output = Forward(x, w, b);
        if (Gradients.Wanted(input, weight, bias))
        {
            var biased = bias is not null;
            GradientNode.Attach([input, weight, bias], [output], [x, w], (saved, gradients) => Backward(saved[0], saved[1], biased, gradients));
        }

        return output;
    }

    static Tensor Forward(Tensor input, Tensor weight, Tensor? bias)
    {
        var (shape, inputs, outputs) = (input.shape, weight.shape[1], weight.shape[0]);
        shape[^1] = outputs;
        var output = empty(shape, dtype: input.dtype);
        Native.Check(Native.Linear(Native.Wide(input), input.numel() / inputs, inputs, outputs, Libtorch.Data(input), Libtorch.Data(weight), Libtorch.Data(bias), Libtorch.Data(output)),
            input, weight, bias);
        return output;
    }

    static Tensor?[] Backward(Tensor input, Tensor weight, bool biased, Tensor?[] gradients)
    {
        Gradients.PutInOrder(gradients);
        var (inputs, outputs) = (weight.shape[1], weight.shape[0]);
        var (ofInput, ofWeight, ofBias) = (empty_like(input), empty_like(weight), biased ? empty([outputs], dtype: input.dtype) : null);
        Native.Check(Native.LinearBackward(Native.Wide(input), input.numel() / inputs, inputs, outputs, Libtorch.Data(input), Libtorch.Data(weight), Libtorch.Data(gradients[0]),
            Libtorch.Data(ofInput), Libtorch.Data(ofWeight), Libtorch.Data(ofBias)));
        return [ofInput, ofWeight, ofBias];
    }
}
