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

    /// <summary>Draws each component uniformly.</summary>
    /// <param name="rng">Source of the chance: one number a component.</param>
    /// <param name="value">Receives <see cref="Width"/> floats.</param>
    /// <exception cref="InvalidOperationException">The space is a box without finite bounds.</exception>
    public abstract void DrawUniform(Rng rng, Span<float> value);

    /// <summary>Throws when <paramref name="value"/> lies outside the space, naming the value and the range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside this space.</exception>
    public void Check(ReadOnlySpan<float> value, string name)
    {
        if (Contains(value)) return;
        var text = string.Join(", ", value.ToArray().Select(x => x.ToString("R", CultureInfo.InvariantCulture)));
        throw new ArgumentOutOfRangeException(name, $"{name} ({text}) lies outside {this}");
    }

    /// <summary><see cref="Size"/> whole numbers, each from 0 to <see cref="Count"/> − 1: an arm, a move, the (x, y) of a cell.</summary>
    /// <param name="Count">Values that each component can take, 1 to 2²⁴: whole numbers that a float holds exactly.</param>
    /// <param name="Size">Components, at least 1.</param>
    public sealed record Discrete(int Count, int Size = 1) : Space
    {
        /// <summary>Values that each component can take.</summary>
        public int Count { get; init => field = Require.InRange(value, 1, 1 << 24); } = Require.InRange(Count, 1, 1 << 24, nameof(Count));

        /// <summary>Components.</summary>
        public int Size { get; init => field = Require.InRange(value, 1, int.MaxValue); } = Require.InRange(Size, 1, int.MaxValue, nameof(Size));

        /// <inheritdoc/>
        public override int Width => Size;

        /// <summary>Values of all components together, <see cref="Count"/> to the power of <see cref="Size"/>; may be infinite.</summary>
        [JsonIgnore]
        public double Values => Math.Pow(Count, Size);

        /// <summary>The number of <paramref name="value"/> among all <see cref="Values"/>, which must be below 2³¹: its components are digits, the first the highest.</summary>
        public int IndexOf(ReadOnlySpan<float> value)
        {
            var index = 0;
            foreach (var x in value) index = index * Count + (int)x;
            return index;
        }

        /// <summary>Writes the value whose <see cref="IndexOf"/> is <paramref name="index"/>.</summary>
        public void Write(int index, Span<float> value)
        {
            for (var i = value.Length - 1; i >= 0; i--, index /= Count) value[i] = index % Count;
        }

        /// <inheritdoc/>
        public override bool Contains(ReadOnlySpan<float> value)
        {
            if (value.Length != Size) return false;
            foreach (var x in value)
                if (!(x >= 0 && x < Count && x == MathF.Floor(x))) return false;
            return true;
        }

        /// <inheritdoc/>
        public override void DrawUniform(Rng rng, Span<float> value)
        {
            foreach (ref var x in value) x = rng.NextInt(Count);
        }

        /// <summary>The text of this space: <c>discrete(9)×2</c>.</summary>
        public override string ToString() => Size == 1 ? $"discrete({Count})" : $"discrete({Count})×{Size}";
    }

    /// <summary><see cref="Size"/> real numbers, each in [<see cref="Low"/>, <see cref="High"/>].</summary>
    /// <param name="Size">Components, at least 1.</param>
    /// <param name="Low">Smallest value of each component; may be −∞.</param>
    /// <param name="High">Largest value of each component, at least <paramref name="Low"/>; may be ∞.</param>
    public sealed record Box(int Size, float Low, float High) : Space
    {
        /// <summary>Components.</summary>
        public int Size { get; init => field = Require.InRange(value, 1, int.MaxValue); } = Require.InRange(Size, 1, int.MaxValue, nameof(Size));

        /// <summary>Largest value of each component.</summary>
        public float High { get; init; } = Require.InRange(High, Low, float.PositiveInfinity, nameof(High));

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

        /// <summary>Whether both bounds are finite, so that there is a uniform distribution.</summary>
        [JsonIgnore]
        public bool IsBounded => float.IsFinite(High - Low);

        /// <inheritdoc/>
        public override void DrawUniform(Rng rng, Span<float> value)
        {
            if (!IsBounded) throw new InvalidOperationException($"{this} has no uniform distribution");
            foreach (ref var x in value) x = Math.Clamp(Low + (High - Low) * rng.NextSingle(), Low, High);
        }

        /// <summary>The text of this space: <c>box(2, -1, 1)</c>.</summary>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"box({Size}, {Low}, {High})");
    }
}
