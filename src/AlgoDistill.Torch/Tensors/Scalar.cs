namespace TorchSharp;

/// <summary>A number that an operator takes by value: an integer, a floating-point number or a boolean.</summary>
public readonly struct Scalar : IEquatable<Scalar>
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

    public double ToDouble() => Kind == Kinds.Floating ? BitConverter.Int64BitsToDouble(bits) : bits;
    public float ToSingle() => (float)ToDouble();
    public long ToInt64() => Kind == Kinds.Floating ? (long)BitConverter.Int64BitsToDouble(bits) : bits;
    public int ToInt32() => (int)ToInt64();
    public short ToInt16() => (short)ToInt64();
    public sbyte ToSByte() => (sbyte)ToInt64();
    public byte ToByte() => (byte)ToInt64();
    public bool ToBoolean() => ToDouble() != 0;

    public static implicit operator Scalar(byte value) => new((long)value);
    public static implicit operator Scalar(sbyte value) => new((long)value);
    public static implicit operator Scalar(short value) => new((long)value);
    public static implicit operator Scalar(int value) => new((long)value);
    public static implicit operator Scalar(long value) => new(value);
    public static implicit operator Scalar(float value) => new((double)value);
    public static implicit operator Scalar(double value) => new(value);
    public static implicit operator Scalar(Half value) => new((double)value);
    public static implicit operator Scalar(bool value) => new(value);

    public bool Equals(Scalar other) => Kind == other.Kind && bits == other.bits;
    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);
    public override int GetHashCode() => HashCode.Combine(Kind, bits);
    public static bool operator ==(Scalar left, Scalar right) => left.Equals(right);
    public static bool operator !=(Scalar left, Scalar right) => !left.Equals(right);

    public override string ToString() =>
        Kind == Kinds.Floating ? ToDouble().ToString(System.Globalization.CultureInfo.InvariantCulture)
        : Kind == Kinds.Boolean ? ToBoolean().ToString()
        : bits.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Numbers as scalars.</summary>
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
}
