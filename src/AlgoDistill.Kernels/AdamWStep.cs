using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>One step of AdamW (Loshchilov and Hutter 2019) over all parameters in two passes over memory, with the clipping of the gradients' norm folded in.</summary>
/// <remarks>It writes to the parameters' memory directly, so that autograd's counts of in-place changes do not notice.</remarks>
public static unsafe class AdamWStep
{
    /// <summary>Whether the kernel takes these: dense numbers of one type on the processor.</summary>
    public static bool Suits(IReadOnlyList<Tensor> parameters)
    {
        foreach (var parameter in parameters)
            if (!Native.Takes(parameter) || parameter.dtype != parameters[0].dtype || !parameter.is_contiguous()) return false;
        return parameters.Count > 0;
    }

    /// <summary>Updates parameters and moments; the gradients stay as they are.</summary>
    /// <param name="parameters">Of any shapes; changed.</param>
    /// <param name="gradients">Of the same shapes.</param>
    /// <param name="first">Running means of the gradients; changed.</param>
    /// <param name="second">Running means of their squares; changed.</param>
    /// <param name="decays">Weight decay of each.</param>
    /// <param name="learningRate">The rate.</param>
    /// <param name="beta1">Memory of the means.</param>
    /// <param name="beta2">Memory of the squares.</param>
    /// <param name="epsilon">Keeps the division finite.</param>
    /// <param name="step">Number of the update, from 1, for the bias correction.</param>
    /// <param name="maxNorm">Scales the gradients by min(1, maxNorm / (norm + 1e-6)); 0 clips nothing.</param>
    /// <returns>Norm of all gradients together before clipping.</returns>
    /// <exception cref="ArgumentException">The lists do not fit together.</exception>
    public static double Apply(IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> first, IReadOnlyList<Tensor> second,
        IReadOnlyList<double> decays, double learningRate, double beta1, double beta2, double epsilon, long step, double maxNorm)
    {
        var count = parameters.Count;
        Gradients.Require(gradients.Count == count && first.Count == count && second.Count == count && decays.Count == count,
            $"{count} parameters need as many gradients, moments and decays; got {gradients.Count}, {first.Count}, {second.Count} and {decays.Count}");
        Gradients.Require(step >= 1, $"steps count from 1; got {step}");
        if (count == 0) return 0;
        Gradients.Require(Suits(parameters), $"the parameters must be dense numbers of one type on the processor");
        var pointers = new nint[4 * count];
        var (lengths, decay) = (new long[count], new double[count]);
        var inOrder = new Tensor[count];
        for (var i = 0; i < count; i++)
        {
            (lengths[i], decay[i], inOrder[i]) = (parameters[i].numel(), decays[i], Gradients.Contiguous(gradients[i]));
            foreach (var other in (ReadOnlySpan<Tensor>)[inOrder[i], first[i], second[i]])
                Gradients.Require(other.numel() == lengths[i] && Native.Holds(other, parameters[0].dtype) && other.is_contiguous(),
                    $"parameter {i} is {Gradients.Shape(parameters[i])}, its gradient or moment {Gradients.Shape(other)}");
            (pointers[i], pointers[count + i]) = ((nint)Libtorch.Data(parameters[i]), (nint)Libtorch.Data(inOrder[i]));
            (pointers[2 * count + i], pointers[3 * count + i]) = ((nint)Libtorch.Data(first[i]), (nint)Libtorch.Data(second[i]));
        }

        double norm;
        fixed (nint* all = pointers)
        fixed (long* lengthOf = lengths)
        fixed (double* decayOf = decay)
            Native.Check(Native.AdamW(Native.Wide(parameters[0]), count, (void**)all, (void**)(all + count), (void**)(all + 2 * count), (void**)(all + 3 * count), lengthOf, decayOf,
                learningRate, beta1, beta2, epsilon, step, maxNorm, &norm), inOrder);
        return norm;
    }
}
