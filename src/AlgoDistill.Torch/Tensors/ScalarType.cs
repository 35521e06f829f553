using AlgoDistill.Torch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>What a tensor's elements are; the numbers are libtorch's own and appear in files.</summary>
    public enum ScalarType : sbyte
    {
        Byte = 0, Int8 = 1, Int16 = 2, Int32 = 3, Int64 = 4,
        Float16 = 5, Float32 = 6, Float64 = 7,
        ComplexFloat32 = 9, ComplexFloat64 = 10, Bool = 11, BFloat16 = 15
    }

    public static readonly ScalarType uint8 = ScalarType.Byte;
    public static readonly ScalarType int8 = ScalarType.Int8;
    public static readonly ScalarType int16 = ScalarType.Int16;
    public static readonly ScalarType int32 = ScalarType.Int32;
    public static readonly ScalarType int64 = ScalarType.Int64;
    public static readonly ScalarType float16 = ScalarType.Float16;
    public static readonly ScalarType float32 = ScalarType.Float32;
    public static readonly ScalarType float64 = ScalarType.Float64;
    public static readonly ScalarType bfloat16 = ScalarType.BFloat16;
    public static readonly ScalarType complex64 = ScalarType.ComplexFloat32;
    public static readonly ScalarType complex128 = ScalarType.ComplexFloat64;
    public static readonly ScalarType @bool = ScalarType.Bool;
    public static readonly ScalarType @short = ScalarType.Int16;
    public static readonly ScalarType @int = ScalarType.Int32;
    public static readonly ScalarType @long = ScalarType.Int64;
    public static readonly ScalarType half = ScalarType.Float16;
    public static readonly ScalarType @float = ScalarType.Float32;
    public static readonly ScalarType @double = ScalarType.Float64;

    /// <summary>Sets the type of new floating-point tensors of this process.</summary>
    public static void set_default_dtype(ScalarType dtype) => Native.Check(Native.SetDefaultScalarType((int)dtype), nameof(set_default_dtype));

    /// <summary>The type of new floating-point tensors.</summary>
    public static ScalarType get_default_dtype() => (ScalarType)Native.DefaultScalarType();

    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

    public static bool is_integral(ScalarType type) => type is >= ScalarType.Byte and <= ScalarType.Int64 or ScalarType.Bool;

    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    /// <summary>The scalar type of a C# type's values.</summary>
    internal static ScalarType ToScalarType<T>() where T : unmanaged => ToScalarType(typeof(T));

    internal static ScalarType ToScalarType(Type type) =>
        type == typeof(float) ? ScalarType.Float32
        : type == typeof(long) ? ScalarType.Int64
        : type == typeof(int) ? ScalarType.Int32
        : type == typeof(double) ? ScalarType.Float64
        : type == typeof(bool) ? ScalarType.Bool
        : type == typeof(byte) ? ScalarType.Byte
        : type == typeof(sbyte) ? ScalarType.Int8
        : type == typeof(short) ? ScalarType.Int16
        : type == typeof(Half) ? ScalarType.Float16
        : type == typeof((float, float)) ? ScalarType.ComplexFloat32
        : type == typeof(System.Numerics.Complex) ? ScalarType.ComplexFloat64
        : throw new ArgumentException($"tensors of {type.Name} do not exist; the element types are bool, byte, sbyte, short, int, long, Half, float, double and Complex", nameof(type));

    /// <summary>Whether memory of the scalar type can be read as <typeparamref name="T"/>.</summary>
    internal static bool Holds<T>(ScalarType type) where T : unmanaged =>
        ToScalarType<T>() == type;
}
