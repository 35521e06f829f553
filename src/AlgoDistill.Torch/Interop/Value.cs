using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Torch;

/// <summary>
/// An argument of an operator. Most arguments convert by themselves: tensors (null means none), numbers, booleans,
/// arrays, text, scalar types, devices, generators.
/// </summary>
public readonly struct Value
{
    internal readonly NativeValue Native;
    internal readonly object? Reference;

    private Value(Tag tag, long integer = 0, object? reference = null, int count = 0)
    {
        Native = new NativeValue { Tag = tag, Integer = integer, Count = count };
        Reference = reference;
    }

    private Value(double number) => Native = new NativeValue { Tag = Tag.Double, Number = number };

    /// <summary>No value, for an optional argument.</summary>
    public static Value None => default;

    /// <summary>The default that the operator's schema gives.</summary>
    public static Value Default => new(Tag.Default);

    /// <summary>A list of tensors.</summary>
    public static Value List(IReadOnlyList<Tensor> tensors) => new(Tag.TensorList, reference: tensors, count: tensors.Count);

    /// <summary>A list of tensors some of which may be absent.</summary>
    public static Value OptionalList(IReadOnlyList<Tensor?> tensors) => new(Tag.OptionalTensorList, reference: tensors, count: tensors.Count);

    /// <summary>A list of integers that stays where it is during the call.</summary>
    internal static unsafe Value List(long* items, int count) => new(Tag.IntList, (nint)items, count: count);

    /// <summary>A number, or none.</summary>
    public static Value Optional(long? value) => value is { } number ? number : None;

    /// <summary>A number, or none.</summary>
    public static Value Optional(double? value) => value is { } number ? number : None;

    /// <summary>A scalar, or none.</summary>
    public static Value Optional(Scalar? value) => value is { } number ? number : None;

    public static implicit operator Value(Tensor? tensor) => tensor is null ? None : new(Tag.Tensor, tensor.Handle, tensor);
    public static implicit operator Value(Tensor[] tensors) => List(tensors);
    public static implicit operator Value(int value) => new(Tag.Int, value);
    public static implicit operator Value(long value) => new(Tag.Int, value);
    public static implicit operator Value(double value) => new(value);
    public static implicit operator Value(bool value) => new(Tag.Bool, value ? 1 : 0);
    public static implicit operator Value(long[] items) => new(Tag.IntList, reference: items, count: items.Length);
    public static implicit operator Value(double[] items) => new(Tag.DoubleList, reference: items, count: items.Length);
    public static implicit operator Value(bool[] items) => new(Tag.BoolList, reference: items, count: items.Length);
    public static implicit operator Value(string text) => new(Tag.String, reference: text, count: System.Text.Encoding.UTF8.GetByteCount(text));
    public static implicit operator Value(ScalarType type) => new(Tag.Int, (long)type);
    public static implicit operator Value(ScalarType? type) => type is { } known ? known : None;
    public static implicit operator Value(Device? device) => device is null ? None : new(Tag.Device, (long)device.type, count: device.index);
    public static implicit operator Value(Generator? generator) => generator is null ? None : new(Tag.Generator, generator.Handle, generator);
    public static implicit operator Value(Scalar scalar) => scalar.Kind switch
    {
        Scalar.Kinds.Integer => new(Tag.Int, scalar.ToInt64()),
        Scalar.Kinds.Boolean => new(Tag.Bool, scalar.ToInt64()),
        _ => new(scalar.ToDouble())
    };

    /// <summary>How many 8-byte words of scratch memory the value needs during a call.</summary>
    internal int Words => Reference is null ? 0 : Native.Tag switch
    {
        Tag.IntList or Tag.DoubleList or Tag.TensorList or Tag.OptionalTensorList => Native.Count,
        Tag.BoolList or Tag.String => (Native.Count + 7) / 8,
        _ => 0
    };

    /// <summary>Writes the value as the C interface wants it, its list into <paramref name="scratch"/>.</summary>
    internal unsafe NativeValue Write(long* scratch)
    {
        var value = Native;
        if (Words == 0) return value;
        value.Pointer = (nint)scratch;
        switch (Reference)
        {
            case long[] items: items.CopyTo(new Span<long>(scratch, items.Length)); break;
            case double[] items: items.CopyTo(new Span<double>(scratch, items.Length)); break;
            case bool[] items: items.CopyTo(new Span<bool>(scratch, items.Length)); break;
            case string text: System.Text.Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, value.Count)); break;
            case IReadOnlyList<Tensor?> tensors:
                for (var i = 0; i < tensors.Count; i++) scratch[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
                break;
            default: throw new SwitchExpressionException(Reference);
        }
        return value;
    }
}
