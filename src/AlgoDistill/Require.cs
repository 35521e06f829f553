using System.Numerics;
using System.Runtime.CompilerServices;

namespace AlgoDistill;

/// <summary>Checks of values that come from a user. Each error says what was wrong, the value, and what is allowed.</summary>
public static class Require
{
    /// <summary>Returns <paramref name="value"/> when it lies in [<paramref name="low"/>, <paramref name="high"/>].</summary>
    /// <param name="value">The value to check.</param>
    /// <param name="low">Smallest value allowed.</param>
    /// <param name="high">Largest value allowed.</param>
    /// <param name="name">What the value is called; the calling member by default, so that an <c>init</c> accessor names its property.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside the range, or is not a number.</exception>
    public static T InRange<T>(T value, T low, T high, [CallerMemberName] string name = "") where T : INumber<T>
    {
        if (value >= low && value <= high) return value;
        throw new ArgumentOutOfRangeException(name, string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{name} is {value}; allowed is {low} to {high}"));
    }

    /// <summary>Returns <paramref name="value"/> when it is one of <paramref name="allowed"/>.</summary>
    /// <exception cref="ArgumentException">The value is none of them; the message lists them.</exception>
    public static string OneOf(string value, IReadOnlyCollection<string> allowed, [CallerMemberName] string name = "")
    {
        if (allowed.Contains(value)) return value;
        throw new ArgumentException($"{name} is \"{value}\"; allowed is {string.Join(", ", allowed)}", name);
    }
}
