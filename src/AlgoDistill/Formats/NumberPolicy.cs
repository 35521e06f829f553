using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace AlgoDistill;

/// <summary>How real numbers become text: every number, or one that stands for all near it. Discrete values are whole and stay as they are.</summary>
/// <remarks>What is read back is the value rounded under the policy; rounding twice is rounding once, and a rounded value stays in its space.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Exact), "exact")]
[JsonDerivedType(typeof(Fixed), "fixed")]
[JsonDerivedType(typeof(Bins), "bins")]
public abstract record NumberPolicy
{
    private NumberPolicy() { }

    /// <summary>The policy of a text: <c>exact</c>, <c>fixed:2</c> (decimals) or <c>bins:64</c> (most bins a component).</summary>
    /// <param name="text">The text.</param>
    /// <param name="values">What bins are learned from, (N × <paramref name="width"/>) row by row; the others do not look at it.</param>
    /// <param name="width">Components of a value.</param>
    /// <exception cref="ArgumentException">The text is of no policy, its number is out of range, or bins have no finite values to learn from.</exception>
    public static NumberPolicy Of(string text, ReadOnlySpan<float> values = default, int width = 1)
    {
        if (text == "exact") return new Exact();
        var (kind, number) = text.Split(':') is [var first, var second] && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? (first, parsed) : ("", 0);
        return kind switch
        {
            "fixed" => new Fixed(number),
            "bins" => new Bins(QuantileBins.FitColumns(values, width, number)),
            _ => throw new ArgumentException($"number policy is \"{text}\"; allowed is exact, fixed:DECIMALS, bins:COUNT", nameof(text)),
        };
    }

    /// <summary>The value that is read back when <paramref name="value"/> was written.</summary>
    /// <param name="space">The space of the value.</param>
    /// <param name="value">(width).</param>
    /// <exception cref="ArgumentException">The value lies outside the space, or the policy is for another width.</exception>
    public float[] Round(Space space, ReadOnlySpan<float> value)
    {
        var rounded = Encode(space, value);
        for (var i = 0; i < rounded.Length && space is Space.Box box; i++) rounded[i] = Decode(box, i, rounded[i]);
        return rounded;
    }

    /// <summary>The space of the numbers that are written for values of <paramref name="space"/>.</summary>
    internal Space Written(Space space) => space is Space.Box box ? Written(box) : space;

    /// <summary>The numbers that are written for a value.</summary>
    internal float[] Encode(Space space, ReadOnlySpan<float> value)
    {
        Written(space);     // refuses another width
        space.Check(value, nameof(value));
        var numbers = value.ToArray();
        for (var i = 0; i < numbers.Length && space is Space.Box box; i++) numbers[i] = Encode(box, i, numbers[i]);
        return numbers;
    }

    /// <summary>Puts values in place of the numbers that were read; false where one is not a number that would be written.</summary>
    internal bool TryDecode(Space space, Span<float> numbers)
    {
        for (var i = 0; i < numbers.Length && space is Space.Box box; i++)
        {
            var value = Decode(box, i, numbers[i]);
            if (!Encode(box, i, value).Equals(numbers[i]) || float.IsNegative(Encode(box, i, value)) != float.IsNegative(numbers[i])) return false;
            numbers[i] = value;
        }

        return true;
    }

    private protected virtual Space Written(Space.Box box) => box;

    private protected abstract float Encode(Space.Box box, int component, float value);

    private protected abstract float Decode(Space.Box box, int component, float number);

    /// <summary>The shortest text that gives the same float.</summary>
    public sealed record Exact : NumberPolicy
    {
        /// <summary>The text of the policy: <c>exact</c>.</summary>
        public override string ToString() => "exact";

        private protected override float Encode(Space.Box box, int component, float value) => value;

        private protected override float Decode(Space.Box box, int component, float number) => number;
    }

    /// <summary>So many decimals at most: 0.125 is written as 0.12 and 0.5 as 0.5. Halves go to the even digit; a box's own bounds may have more decimals.</summary>
    /// <param name="Decimals">0 to 9; a float has no more digits than nine that count.</param>
    public sealed record Fixed(int Decimals) : NumberPolicy
    {
        /// <summary>Decimals at most.</summary>
        public int Decimals { get; init => field = Require.InRange(value, 0, 9); } = Require.InRange(Decimals, 0, 9, nameof(Decimals));

        /// <summary>The text of the policy: <c>fixed:2</c>.</summary>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"fixed:{Decimals}");

        // adding 0 turns -0 into 0
        private protected override float Encode(Space.Box box, int component, float value) =>
            Math.Clamp((float)Math.Round((double)value, Decimals) + 0f, box.Low, box.High);

        private protected override float Decode(Space.Box box, int component, float number) => number;
    }

    /// <summary>The number of the bin that holds the value, a whole number; it is read back as the bin's representative.</summary>
    /// <param name="Components">Bins of each component, or one for all.</param>
    public sealed record Bins(ImmutableArray<QuantileBins> Components) : NumberPolicy
    {
        /// <summary>Bins of each component, or one for all.</summary>
        public ImmutableArray<QuantileBins> Components { get; init => field = AtLeastOne(value); } = AtLeastOne(Components);

        int Most => Components.Max(bins => bins.Count);

        /// <summary>Whether the bins are the same.</summary>
        public bool Equals(Bins? other) => other is not null && Components.SequenceEqual(other.Components);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Components.Length, Components[0]);

        /// <summary>The text of the policy: <c>bins:64</c>.</summary>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"bins:{Most}");

        private protected override Space Written(Space.Box box) => Components.Length == 1 || Components.Length == box.Width ? new Space.Discrete(Most, box.Width)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"there are bins for {Components.Length} components; {box} has {box.Width}"));

        private protected override float Encode(Space.Box box, int component, float value) => Of(component).IndexOf(value);

        private protected override float Decode(Space.Box box, int component, float number) =>
            Math.Clamp(Of(component).Representatives[Math.Clamp((int)number, 0, Of(component).Count - 1)], box.Low, box.High);

        static ImmutableArray<QuantileBins> AtLeastOne(ImmutableArray<QuantileBins> components) => components is { IsDefaultOrEmpty: false } ? components
            : throw new ArgumentException("there are no bins; allowed is one for all components, or one for each", nameof(components));

        QuantileBins Of(int component) => Components[Components.Length == 1 ? 0 : component];
    }
}
