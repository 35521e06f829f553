using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>What the kernels with a gradient share.</summary>
static class Gradients
{
    /// <summary>Whether any of <paramref name="inputs"/> is to get a gradient now.</summary>
    public static bool Wanted(params ReadOnlySpan<Tensor?> inputs)
    {
        if (!is_grad_enabled()) return false;
        foreach (var input in inputs)
            if (input is not null && input.requires_grad) return true;
        return false;
    }

    /// <summary>Frees tensors at once, so that memory comes back as early as it can.</summary>
    public static void Free(IEnumerable<Tensor?> tensors)
    {
        foreach (var tensor in tensors) tensor?.Dispose();
    }

    /// <summary>Puts a copy in the place of each tensor whose elements do not lie in order, and frees that.</summary>
    public static void PutInOrder(Tensor?[] tensors)
    {
        for (var i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is not { } tensor || tensor.is_contiguous()) continue;
            tensors[i] = tensor.contiguous();
            tensor.Dispose();
        }
    }

    /// <summary>The tensor itself where its elements lie in order, else a copy that is outside the graph.</summary>
    public static Tensor Contiguous(Tensor tensor)
    {
        if (tensor.is_contiguous()) return tensor;
        using var outside = tensor.detach();
        GC.KeepAlive(tensor);       // TorchSharp's operators do not keep what they read
        return outside.contiguous();
    }

    /// <summary>An output as it may be saved for the gradient: itself, it would hold its node, and the node the output, for good.</summary>
    public static Tensor Kept(Tensor output) => output.detach();

    /// <summary>A shape as messages have it.</summary>
    public static string Shape(Tensor? tensor) => tensor is null ? "none" : $"({string.Join(", ", tensor.shape)}) of {tensor.dtype}";

    /// <summary>Raises what is wrong with an argument.</summary>
    /// <exception cref="ArgumentException"><paramref name="holds"/> is false.</exception>
    public static void Require(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref FaultText fault)
    {
        if (!holds) throw new ArgumentException(fault.Take());
    }
}
