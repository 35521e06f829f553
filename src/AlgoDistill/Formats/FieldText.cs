using System.Globalization;
using System.Text;

namespace AlgoDistill;

/// <summary>Values of spaces as text: a prefix, numbers between commas, a mark.</summary>
/// <param name="Prefix">What begins a value; may be empty.</param>
/// <param name="Mark">What ends it; like a comma, it must not begin with a character of a number.</param>
sealed record FieldText(string Prefix, string Mark)
{
    const string Comma = ",";

    /// <summary>A discrete space with more values is cut into characters.</summary>
    public const int MostFieldTokens = 1024;

    /// <summary>The spelling of numbers that are not discrete.</summary>
    public NumberText Numbers { get; init; } = NumberText.Shortest;

    /// <summary>Whether an observation can only be one value, which says nothing.</summary>
    public static bool SaysNothing(Space observations) => observations is Space.Discrete { Count: 1 };

    /// <summary>Writes a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside the space.</exception>
    public void Write(StringBuilder text, Space space, ReadOnlySpan<float> value)
    {
        space.Check(value, nameof(value));
        text.Append(Prefix);
        for (var i = 0; i < value.Length; i++)
        {
            Numbers.For(space).Write(text, value[i]);
            text.Append(End(space, i));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, and nothing else.</summary>
    public bool TryRead(ReadOnlySpan<char> text, Space space, Span<float> value, out int length)
    {
        length = 0;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var at = Prefix.Length;
        for (var i = 0; i < value.Length; i++)
            if (!Numbers.For(space).TryRead(text, End(space, i), out value[i], ref at)) return false;
        if (!space.Contains(value)) return false;
        length = at;
        return true;
    }

    /// <summary>Tokens of all values: a component of a discrete space is one, with the prefix before the first and the comma or mark after it.</summary>
    public IEnumerable<string> Tokens(Space space)
    {
        if (space is not Space.Discrete { Count: <= MostFieldTokens } discrete) return [.. Numbers.For(space).Characters(space), Prefix, .. Rests(Mark), Comma];
        var values = Enumerable.Range(0, discrete.Count).Select(value => value.ToString(CultureInfo.InvariantCulture)).ToArray();
        if (discrete.Size == 1) return values.Select(value => Prefix + value + Mark);
        var middle = discrete.Size > 2 ? values.Select(value => value + Comma) : [];
        return [.. values.Select(value => Prefix + value + Comma), .. middle, .. values.Select(value => value + Mark)];
    }

    /// <summary>A mark, and what is left of it when the token of another field has taken its first character along.</summary>
    public static IEnumerable<string> Rests(string mark) => [mark, mark[1..]];

    /// <summary>All tokens of a format, each once.</summary>
    public static IReadOnlyList<string> Vocabulary(params IEnumerable<string>[] parts) =>
        [.. parts.SelectMany(part => part).Where(token => token.Length > 0).Distinct()];

    string End(Space space, int component) => component == space.Width - 1 ? Mark : Comma;
}
