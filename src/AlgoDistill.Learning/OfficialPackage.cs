#if TORCHSHARP
using TorchSharp;
using static TorchSharp.torch;

// What AlgoDistill.Torch has beside TorchSharp's API, as far as this project asks for it, on the official package, which has none of it.
namespace AlgoDistill.Torch;

/// <summary>Operators called by name: none exists, so that plain ones are taken.</summary>
static class Operators
{
    public static bool Exists(string name) => false;

    public static Tensor Call(string name, params ReadOnlySpan<Value> arguments) => throw Missing(name);

    public static (Tensor First, Tensor Second) CallPair(string name, params ReadOnlySpan<Value> arguments) => throw Missing(name);

    public static Tensor[] CallMany(string name, params ReadOnlySpan<Value> arguments) => throw Missing(name);

    public static void Run(string name, params ReadOnlySpan<Value> arguments) => throw Missing(name);

    static NotSupportedException Missing(string name) => new($"the official TorchSharp package has no {name}");
}

/// <summary>An argument of an operator.</summary>
readonly struct Value
{
    public static Value None => default;
    public static Value List(IReadOnlyList<Tensor> tensors) => default;
    public static implicit operator Value(Tensor? tensor) => default;
    public static implicit operator Value(Tensor[] tensors) => default;
    public static implicit operator Value(long value) => default;
    public static implicit operator Value(double value) => default;
    public static implicit operator Value(double[] items) => default;
    public static implicit operator Value(bool value) => default;
    public static implicit operator Value(Scalar scalar) => default;
}
#endif
