using System.Globalization;
using System.Text.Json.Serialization;

namespace AlgoDistill;

/// <summary>What an observation or an action may be. A value is a vector of <see cref="Width"/> floats; a discrete value holds whole numbers.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Discrete), "discrete")]
[JsonDerivedType(typeof(Box), "box")]
public abstract record Space
{
    private Space() { }

    /// <summary>Floats in one value.</summary>
    [JsonIgnore]
    public abstract int Width { get; }

    /// <summary>Whether <paramref name="value"/> has the width of this space and lies inside it.</summary>
    public abstract bool Contains(ReadOnlySpan<float> value);

    /// <summary>Throws when <paramref name="value"/> lies outside the space, naming the value and the range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside this space.</exception>
    public void Check(ReadOnlySpan<float> value, string name)
    {
        if (Contains(value)) return;
        var text = string.Join(", ", value.ToArray().Select(x => x.ToString("R", CultureInfo.InvariantCulture)));
        throw new ArgumentOutOfRangeException(name, $"{name} ({text}) lies outside {this}");
    }

    /// <summary><see cref="Size"/> whole numbers, each from 0 to <see cref="Count"/> − 1: an arm, a move, the (x, y) of a cell.</summary>
    /// <param name="Count">Values that each component can take, at least 1.</param>
    /// <param name="Size">Components, at least 1.</param>
    public sealed record Discrete(int Count, int Size = 1) : Space
    {
        /// <inheritdoc/>
        public override int Width => Size;

        /// <inheritdoc/>
        public override bool Contains(ReadOnlySpan<float> value)
        {
            if (value.Length != Size) return false;
            foreach (var x in value)
                if (!(x >= 0 && x < Count && x == MathF.Floor(x))) return false;
            return true;
        }

        /// <summary>The text of this space: <c>discrete(9)×2</c>.</summary>
        public override string ToString() => Size == 1 ? $"discrete({Count})" : $"discrete({Count})×{Size}";
    }

    /// <summary><see cref="Size"/> real numbers, each in [<see cref="Low"/>, <see cref="High"/>].</summary>
    /// <param name="Size">Components, at least 1.</param>
    /// <param name="Low">Smallest value of each component.</param>
    /// <param name="High">Largest value of each component.</param>
    public sealed record Box(int Size, float Low, float High) : Space
    {
        /// <inheritdoc/>
        public override int Width => Size;

        /// <inheritdoc/>
        public override bool Contains(ReadOnlySpan<float> value)
        {
            if (value.Length != Size) return false;
            foreach (var x in value)
                if (!(x >= Low && x <= High)) return false;
            return true;
        }

        /// <summary>The text of this space: <c>box(2, -1, 1)</c>.</summary>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"box({Size}, {Low}, {High})");
    }
}
