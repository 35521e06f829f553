namespace TorchSharp;

/// <summary>A number that an operator takes by value: an integer, a floating-point number or a boolean.</summary>
public readonly struct Scalar
{
    internal enum Kinds : byte { Integer, Floating, Boolean }

    private readonly long bits;

    internal Kinds Kind { get; }

    internal Scalar(long value) => bits = value;

    internal Scalar(double value) => (bits, Kind) = (BitConverter.DoubleToInt64Bits(value), Kinds.Floating);

    internal Scalar(bool value) => (bits, Kind) = (value ? 1 : 0, Kinds.Boolean);

    public torch.ScalarType Type => Kind switch
    {
        Kinds.Integer => torch.ScalarType.Int64,
        Kinds.Boolean => torch.ScalarType.Bool,
        _ => torch.ScalarType.Float64
    };

    internal double Floating => Kind == Kinds.Floating ? BitConverter.Int64BitsToDouble(bits) : bits;

    internal long Integer => Kind == Kinds.Floating ? (long)BitConverter.Int64BitsToDouble(bits) : bits;

    public static implicit operator Scalar(byte value) => new((long)value);
    public static implicit operator Scalar(sbyte value) => new((long)value);
    public static implicit operator Scalar(short value) => new((long)value);
    public static implicit operator Scalar(int value) => new((long)value);
    public static implicit operator Scalar(long value) => new(value);
    public static implicit operator Scalar(float value) => new((double)value);
    public static implicit operator Scalar(double value) => new(value);
    public static implicit operator Scalar(Half value) => new((double)value);
    public static implicit operator Scalar(bool value) => new(value);
}

/// <summary>Numbers as scalars, and scalars as numbers.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;

    public static double ToDouble(this Scalar value) => value.Floating;
    public static float ToSingle(this Scalar value) => (float)value.Floating;
    public static long ToInt64(this Scalar value) => value.Integer;
    public static int ToInt32(this Scalar value) => (int)value.Integer;
    public static short ToInt16(this Scalar value) => (short)value.Integer;
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Integer;
    public static byte ToByte(this Scalar value) => (byte)value.Integer;
    public static bool ToBoolean(this Scalar value) => value.Floating != 0;
}
