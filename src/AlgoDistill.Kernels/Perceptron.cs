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
        var x = Gradients.Contiguous(input);
        Tensor[] parameters = [.. layers.SelectMany(layer => (Tensor[])[layer.Weight, layer.Bias])];
        var (output, hidden) = Forward(call, x, parameters);
        if (Gradients.Wanted([input, .. parameters]))
        {
            var needed = input.requires_grad;
            GradientNode.Attach([input, .. parameters], [output], [x, Gradients.Kept(output), hidden, .. parameters], (saved, gradients) => Backward(call, saved, needed, gradients));
        }

        hidden.Dispose();
        return output;
    }

    sealed record Call(long Rows, long[] Sizes, PerceptronActivation Activation, bool ActivateLast)
    {
        public int Layers => Sizes.Length - 1;

        public long Hidden => Rows * Sizes.AsSpan(1..^1).ToArray().Sum();
    }

    // parameters: weight and bias of each layer
    static (Tensor Output, Tensor Hidden) Forward(Call call, Tensor input, Tensor[] parameters)
    {
        var (output, hidden) = (empty([call.Rows, call.Sizes[^1]], dtype: input.dtype), empty([call.Hidden], dtype: input.dtype));
        var pointers = Pointers(parameters);
        fixed (nint* all = pointers)
        fixed (long* sizes = call.Sizes)
            Native.Check(Native.Perceptron(Native.Wide(input), call.Rows, call.Layers, sizes, (int)call.Activation, call.ActivateLast ? 1 : 0, Libtorch.Data(input), (void**)all,
                (void**)(all + call.Layers), Libtorch.Data(hidden), Libtorch.Data(output)), [input, .. parameters]);
        return (output, hidden);
    }

    // Weights, then biases
    static nint[] Pointers(ReadOnlySpan<Tensor> parameters)
    {
        var (count, pointers) = (parameters.Length / 2, new nint[parameters.Length]);
        for (var l = 0; l < count; l++)
        {
            pointers[l] = (nint)Libtorch.Data(parameters[2 * l]);
            pointers[count + l] = (nint)Libtorch.Data(parameters[2 * l + 1]);
        }

        return pointers;
    }

    static Tensor?[] Backward(Call call, Tensor[] saved, bool needed, Tensor?[] gradients)
    {
        Gradients.PutInOrder(gradients);
        var (input, output, hidden, parameters) = (saved[0], saved[1], saved[2], saved[3..]);
        Tensor[] results = [.. parameters.Select(parameter => empty_like(parameter))];
        var ofInput = needed ? empty_like(input) : null;
        var (from, to) = (Pointers(parameters), Pointers(results));
        fixed (nint* all = from, ofAll = to)
        fixed (long* sizes = call.Sizes)
            Native.Check(Native.PerceptronBackward(Native.Wide(input), call.Rows, call.Layers, sizes, (int)call.Activation, call.ActivateLast ? 1 : 0, Libtorch.Data(input), (void**)all,
                (void**)(all + call.Layers), Libtorch.Data(hidden), Libtorch.Data(output), Libtorch.Data(gradients[0]), Libtorch.Data(ofInput), (void**)ofAll,
                (void**)(ofAll + call.Layers)));
        return [ofInput, .. results];
    }
}
