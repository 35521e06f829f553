using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>
/// The manners of an autograd function in C#. The engine is given bare handles, so that the tensors of one backward call live until the
/// next one on the same thread: by then the engine has its own references. Nothing in a backward call may raise an exception, which would
/// end the process: what can be wrong is checked forward.
/// </summary>
static class Gradients
{
    [ThreadStatic]
    static List<Tensor>? handed;

    /// <summary>Whether any of <paramref name="inputs"/> is to get a gradient now.</summary>
    public static bool Wanted(params ReadOnlySpan<Tensor?> inputs)
    {
        if (!is_grad_enabled()) return false;
        foreach (var input in inputs)
            if (input is not null && input.requires_grad) return true;
        return false;
    }

    /// <summary>Hands gradients to the engine, one for each argument of the forward call, null for what has none.</summary>
    public static List<Tensor> Hand(params ReadOnlySpan<Tensor?> gradients)
    {
        foreach (var old in handed ?? []) old?.Dispose();
        handed = new(gradients.Length);
        foreach (var gradient in gradients) handed.Add(gradient?.DetachFromDisposeScope()!);
        return [.. handed];
    }

    /// <summary>Frees what a backward call was given, so that memory comes back as early as it can.</summary>
    public static void Free(IEnumerable<Tensor?> tensors)
    {
        foreach (var tensor in tensors) tensor?.Dispose();
    }

    /// <summary>The tensor itself where its elements lie in order, else a copy; frees <paramref name="tensor"/> in that case.</summary>
    public static Tensor InOrder(Tensor tensor)
    {
        if (tensor.is_contiguous()) return tensor;
        var copy = tensor.contiguous();
        tensor.Dispose();
        return copy;
    }

    /// <summary>The tensor itself where its elements lie in order, else a copy.</summary>
    public static Tensor Contiguous(Tensor tensor) => tensor.is_contiguous() ? tensor : tensor.contiguous();

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
