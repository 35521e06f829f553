using System.Collections.Immutable;
using System.Globalization;

namespace AlgoDistill;

/// <summary>What the values of a space are called in prose: one component by the names of its values, or each component by its own name and a number.</summary>
public sealed class SpaceWords
{
    SpaceWords(ImmutableArray<string> components, ImmutableArray<string> values) => (Components, Values) = (components, values);

    /// <summary>Name of each component: <c>x</c>, <c>y</c>. Empty where values have names.</summary>
    public ImmutableArray<string> Components { get; }

    /// <summary>Name of each value of a discrete space of one component: <c>left</c>, <c>right</c>. Empty where components have names.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>Components by name: <c>x 3, y 4</c>.</summary>
    public static SpaceWords OfComponents(params ImmutableArray<string> names) => new(names, []);

    /// <summary>The values of a discrete space of one component by name, in order: <c>left</c>.</summary>
    public static SpaceWords OfValues(params ImmutableArray<string> names) => new([], names);

    /// <summary>All components by <paramref name="name"/> and, where there are several, their number: <c>arm 3</c>, <c>angle 1 0.5, angle 2 0.1</c>.</summary>
    public static SpaceWords Numbered(Space space, string name) => new(space.Width == 1 ? [name]
        : [.. Enumerable.Range(1, space.Width).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name} {i}"))], []);
}
