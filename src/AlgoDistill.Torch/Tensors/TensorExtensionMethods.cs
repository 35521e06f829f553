using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Text, numbers and files of tensors.</summary>
public static class TensorExtensionMethods
{
    /// <summary>The elements in brackets, long dimensions abridged.</summary>
    public static string str(this Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    /// <summary>Writes the elements to the console and returns the tensor.</summary>
    public static Tensor print(this Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.str(fltFormat, width, newLine, cultureInfo, style));
        return t;
    }

    /// <summary>The shape as 32-bit numbers.</summary>
    public static ReadOnlySpan<int> IntShape(this Tensor tensor) => tensor.shape.Select(size => checked((int)size)).ToArray();

    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToBoolean();
    public static byte ToByte(this Tensor value) => value.ToScalar().ToByte();
    public static sbyte ToSByte(this Tensor value) => value.ToScalar().ToSByte();
    public static short ToInt16(this Tensor value) => value.ToScalar().ToInt16();
    public static int ToInt32(this Tensor value) => value.ToScalar().ToInt32();
    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();
    public static float ToSingle(this Tensor value) => value.ToScalar().ToSingle();
    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();

    /// <summary>Writes scalar type, shape and elements in TorchSharp's format.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer) => StateFile.Write(writer, tensor);

    /// <summary>The size of an element in bytes.</summary>
    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new ArgumentException($"the size of an element of type {type} is not known", nameof(type))
    };
}
