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
        if (Gradients.Wanted(input, weight, bias)) return Function.apply(input, weight, bias!);
        return Forward(Gradients.Contiguous(input), Gradients.Contiguous(weight), bias is null ? null : Gradients.Contiguous(bias));
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

    sealed class Function : autograd.SingleTensorFunction<Function>
    {
        public override string Name => nameof(FusedLinear);

        public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
        {
            var (input, weight, bias) = (Gradients.Contiguous((Tensor)arguments[0]), Gradients.Contiguous((Tensor)arguments[1]), (Tensor?)arguments[2]);
            context.save_for_backward([input, weight]);
            context.save_data(nameof(bias), bias is not null);
            return Forward(input, weight, bias is null ? null : Gradients.Contiguous(bias));
        }

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
        {
            var (saved, biased) = (context.get_saved_variables(), (bool)context.get_data("bias"));
            var (input, weight, ofOutput) = (saved[0], saved[1], Gradients.InOrder(gradient));
            var (inputs, outputs) = (weight.shape[1], weight.shape[0]);
            var (ofInput, ofWeight, ofBias) = (empty_like(input), empty_like(weight), biased ? empty([outputs], dtype: input.dtype) : null);
            Native.Check(Native.LinearBackward(Native.Wide(input), input.numel() / inputs, inputs, outputs, Libtorch.Data(input), Libtorch.Data(weight), Libtorch.Data(ofOutput),
                Libtorch.Data(ofInput), Libtorch.Data(ofWeight), Libtorch.Data(ofBias)));
            Gradients.Free([input, weight, ofOutput]);
            return Gradients.Hand(ofInput, ofWeight, ofBias);
        }
    }
}
