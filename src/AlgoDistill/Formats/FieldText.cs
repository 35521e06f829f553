using System.Globalization;
using System.Text;

namespace AlgoDistill;

/// <summary>Values of spaces as text: numbers between commas, then a mark. Whole numbers for discrete spaces, else the shortest text that gives the same float.</summary>
static class FieldText
{
    const int LongestNumber = 16; // -1.1754944E-38 has 14 characters
    const int MostFieldTokens = 1024; // a discrete space with more values is cut into characters

    /// <summary>Writes each component and a comma; <paramref name="mark"/> in place of the last comma.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside the space.</exception>
    public static void Write(StringBuilder text, Space space, ReadOnlySpan<float> value, string mark)
    {
        space.Check(value, nameof(value));
        for (var i = 0; i < value.Length; i++)
        {
            if (space is Space.Discrete) text.Append((int)value[i]);
            else WriteNumber(text, value[i]);
            text.Append(i == value.Length - 1 ? mark : ",");
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote after <paramref name="prefix"/>, and nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, string prefix, Space space, Span<float> value, string mark, out int length)
    {
        length = 0;
        if (!text.StartsWith(prefix, StringComparison.Ordinal)) return false;
        var at = prefix.Length;
        for (var i = 0; i < value.Length; i++)
            if (!TryReadNumber(text, i == value.Length - 1 ? mark : ",", out value[i], ref at)) return false;
        if (!space.Contains(value)) return false;
        length = at;
        return true;
    }

    /// <summary>Writes the shortest text that gives the same float.</summary>
    public static void WriteNumber(StringBuilder text, float value) => text.Append(CultureInfo.InvariantCulture, $"{value:R}");

    /// <summary>Reads the number at <paramref name="at"/> and the mark after it, and moves on behind them; only the text that would be written counts.</summary>
    public static bool TryReadNumber(ReadOnlySpan<char> text, string mark, out float value, ref int at)
    {
        value = 0;
        var near = text[at..Math.Min(at + LongestNumber + mark.Length, text.Length)];
        var end = near.IndexOf(mark, StringComparison.Ordinal);
        if (end <= 0 || !float.TryParse(near[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return false;
        Span<char> written = stackalloc char[LongestNumber];
        if (!value.TryFormat(written, out var count, "R", CultureInfo.InvariantCulture) || !near[..end].SequenceEqual(written[..count])) return false;
        at += end + mark.Length;
        return true;
    }

    /// <summary>Tokens of what <see cref="Write"/> writes after <paramref name="prefix"/>: a component is one, with the prefix before the first and the comma or mark after it.</summary>
    public static IEnumerable<string> Tokens(string prefix, Space space, string mark)
    {
        if (space is not Space.Discrete { Count: <= MostFieldTokens } discrete) return [.. Characters(space), prefix, .. Mark(mark), ","];
        var values = Enumerable.Range(0, discrete.Count).Select(value => value.ToString(CultureInfo.InvariantCulture)).ToArray();
        if (discrete.Size == 1) return values.Select(value => prefix + value + mark);
        var middle = discrete.Size > 2 ? values.Select(value => value + ",") : [];
        return [.. values.Select(value => $"{prefix}{value},"), .. middle, .. values.Select(value => value + mark)];
    }

    /// <summary>A mark, and the mark without its line break, which the token of another field may have taken along.</summary>
    public static IEnumerable<string> Mark(string mark) => [mark, mark.TrimStart('\n')];

    /// <summary>All tokens of a format, each once.</summary>
    public static IReadOnlyList<string> Vocabulary(params IEnumerable<string>[] parts) =>
        [.. parts.SelectMany(part => part).Where(token => token.Length > 0).Distinct()];

    /// <summary>The characters of numbers, one by one.</summary>
    public static IEnumerable<string> Characters(Space? space = null)
    {
        var characters = space switch
        {
            Space.Discrete => "0123456789",
            Space.Box box when float.IsInfinity(box.Low) || float.IsInfinity(box.High) => "0123456789-+.EInfity",
            _ => "0123456789-+.E",
        };
        return characters.Select(character => character.ToString());
    }
}
