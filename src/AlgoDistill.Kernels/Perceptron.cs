using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>What lies between the layers of a <see cref="Perceptron"/>.</summary>
public enum PerceptronActivation
{
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    Relu,
}

/// <summary>
/// A multilayer perceptron as one operator, forward and backward: for small networks, where calls cost more than arithmetic. It computes on
/// one thread, so that its bits do not depend on their number.
/// </summary>
public static unsafe class Perceptron
{
    /// <summary>Whether the kernel takes <paramref name="input"/>: rows of float32 or float64 on the processor.</summary>
    public static bool Suits(Tensor input) => Native.Takes(input) && input.dim() == 2 && input.numel() > 0;

    /// <summary>Linear layers with an activation between them.</summary>
    /// <param name="input">(B, inputs).</param>
    /// <param name="layers">Weight (outputs, inputs) and bias (outputs) of each, in order.</param>
    /// <param name="activation">What lies between them.</param>
    /// <param name="activateLast">Whether it follows the last layer too.</param>
    /// <returns>(B, outputs of the last layer).</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    public static Tensor Apply(Tensor input, IReadOnlyList<(Tensor Weight, Tensor Bias)> layers, PerceptronActivation activation, bool activateLast)
    {
        Gradients.Require(Suits(input) && layers.Count > 0, $"the input must be (rows, inputs) in numbers of the processor and there must be layers; got {Gradients.Shape(input)} and {layers.Count} layers");
        var sizes = new long[layers.Count + 1];
        sizes[0] = input.size(1);
        for (var l = 0; l < layers.Count; l++)
        {
            var (weight, bias) = layers[l];
            sizes[l + 1] = bias.numel();
            Gradients.Require(weight.dim() == 2 && weight.size(1) == sizes[l] && weight.size(0) == sizes[l + 1] && bias.dim() == 1 && sizes[l + 1] > 0
                && Native.Holds(weight, input.dtype) && Native.Holds(bias, input.dtype) && weight.is_contiguous() && bias.is_contiguous(),
                $"layer {l} must have a weight (outputs, {sizes[l]}) and a bias (outputs) of {input.dtype}; got {Gradients.Shape(weight)} and {Gradients.Shape(bias)}");
        }

        var call = new Call(input.size(0), sizes, activation, activateLast);
        var arguments = new object[2 + 2 * layers.Count];
        (arguments[0], arguments[1]) = (call, input);
        for (var l = 0; l < layers.Count; l++) (arguments[2 + 2 * l], arguments[3 + 2 * l]) = layers[l];
        if (is_grad_enabled() && arguments.Skip(1).Any(argument => ((Tensor)argument).requires_grad)) return Function.apply(arguments);
        var (output, hidden) = Forward(call, arguments);
        hidden.Dispose();
        return output;
    }

    sealed record Call(long Rows, long[] Sizes, PerceptronActivation Activation, bool ActivateLast)
    {
        public int Layers => Sizes.Length - 1;

        public long Hidden => Rows * Sizes.AsSpan(1..^1).ToArray().Sum();
    }

    // of: the call, the input, then weight and bias of each layer
    static (Tensor Output, Tensor Hidden) Forward(Call call, ReadOnlySpan<object> of)
    {
        var input = Gradients.Contiguous((Tensor)of[1]);
        var (output, hidden) = (empty([call.Rows, call.Sizes[^1]], dtype: input.dtype), empty([call.Hidden], dtype: input.dtype));
        var pointers = Pointers(of[2..]);
        fixed (nint* all = pointers)
        fixed (long* sizes = call.Sizes)
            Native.Check(Native.Perceptron(Native.Wide(input), call.Rows, call.Layers, sizes, (int)call.Activation, call.ActivateLast ? 1 : 0, Libtorch.Data(input), (void**)all,
                (void**)(all + call.Layers), Libtorch.Data(hidden), Libtorch.Data(output)), input);
        GC.KeepAlive(of[^1]);
        return (output, hidden);
    }

    // Weights, then biases
    static nint[] Pointers(ReadOnlySpan<object> parameters)
    {
        var (count, pointers) = (parameters.Length / 2, new nint[parameters.Length]);
        for (var l = 0; l < count; l++)
        {
            pointers[l] = (nint)Libtorch.Data((Tensor)parameters[2 * l]);
            pointers[count + l] = (nint)Libtorch.Data((Tensor)parameters[2 * l + 1]);
        }

        return pointers;
    }

    sealed class Function : autograd.SingleTensorFunction<Function>
    {
        public override string Name => nameof(Perceptron);

        public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
        {
            var call = (Call)arguments[0];
            var (output, hidden) = Forward(call, arguments);
            context.save_for_backward([Gradients.Contiguous((Tensor)arguments[1]), Gradients.Kept(output), hidden, .. arguments.Skip(2).Cast<Tensor>()]);
            context.save_data(nameof(Call), call);
            context.save_data("needed", ((Tensor)arguments[1]).requires_grad);
            return output;
        }

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
        {
            var (saved, call) = (context.get_saved_variables(), (Call)context.get_data(nameof(Call)));
            gradient = Gradients.InOrder(gradient);
            var (input, output, hidden) = (saved[0], saved[1], saved[2]);
            object[] parameters = [.. saved[3..]];
            var results = new Tensor?[2 + parameters.Length];
            results[1] = (bool)context.get_data("needed") ? empty_like(input) : null;
            for (var i = 0; i < parameters.Length; i++) results[2 + i] = empty_like((Tensor)parameters[i]);
            var (of, ofGradients) = (Pointers(parameters), Pointers([.. results[2..]!]));
            fixed (nint* all = of, gradients = ofGradients)
            fixed (long* sizes = call.Sizes)
                Native.Check(Native.PerceptronBackward(Native.Wide(input), call.Rows, call.Layers, sizes, (int)call.Activation, call.ActivateLast ? 1 : 0, Libtorch.Data(input), (void**)all,
                    (void**)(all + call.Layers), Libtorch.Data(hidden), Libtorch.Data(output), Libtorch.Data(gradient), Libtorch.Data(results[1]), (void**)gradients,
                    (void**)(gradients + call.Layers)));
            Gradients.Free([gradient, .. saved]);
            return Gradients.Hand(results);
        }
    }
}
