using System.Globalization;
using System.Text;

namespace AlgoDistill;

/// <summary>Values of spaces in words: the name of a discrete value, or each component's name and number, commas between them, then a mark.</summary>
/// <param name="space">The space.</param>
/// <param name="words">What its values are called.</param>
/// <param name="prefix">What begins a value.</param>
/// <param name="mark">What ends it; like a comma, it must not begin with a character of a number.</param>
sealed class WordText(Space space, SpaceWords words, string prefix, string mark)
{
    const string Comma = ", ";
    const int MostValues = 1024; // as many tokens at most for a component; more values are cut into characters

    NumberText Numbers => NumberText.Shortest.For(space);

    /// <summary>Writes a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside the space.</exception>
    public void Write(StringBuilder text, ReadOnlySpan<float> value)
    {
        space.Check(value, nameof(value));
        text.Append(prefix);
        for (var i = 0; i < value.Length; i++)
        {
            if (words.Values.Length > 0) text.Append(words.Values[(int)value[i]]);
            else Numbers.Write(text.Append(words.Components[i]).Append(' '), value[i]);
            text.Append(End(i));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, and nothing else.</summary>
    public bool TryRead(ReadOnlySpan<char> text, Span<float> value, out int length)
    {
        length = 0;
        if (!text.StartsWith(prefix, StringComparison.Ordinal)) return false;
        var at = prefix.Length;
        for (var i = 0; i < value.Length; i++)
            if (!(words.Values.Length > 0 ? TryReadName(text, out value[i], ref at) : TryReadComponent(text, i, out value[i], ref at))) return false;
        if (!space.Contains(value)) return false;
        length = at;
        return true;
    }

    /// <summary>Tokens of all values: a named value or a component of a discrete space is one; numbers of others are cut into characters.</summary>
    public IEnumerable<string> Tokens()
    {
        if (words.Values.Length > 0) return words.Values.Select(name => prefix + name + mark);
        if (space is Space.Discrete { Count: <= MostValues } discrete)
            return from i in Enumerable.Range(0, space.Width) from value in Enumerable.Range(0, discrete.Count) select Name(i) + value.ToString(CultureInfo.InvariantCulture) + End(i);
        return [.. Numbers.Characters(space), .. Enumerable.Range(0, space.Width).SelectMany(i => new[] { Name(i), End(i) })];
    }

    string Name(int component) => $"{(component == 0 ? prefix : "")}{words.Components[component]} ";

    string End(int component) => component == space.Width - 1 ? mark : Comma;

    bool TryReadName(ReadOnlySpan<char> text, out float value, ref int at)
    {
        value = -1;
        var rest = text[at..];
        for (var i = 0; i < words.Values.Length && value < 0; i++)
        {
            var name = words.Values[i];
            if (!rest.StartsWith(name, StringComparison.Ordinal) || !rest[name.Length..].StartsWith(mark, StringComparison.Ordinal)) continue;
            (value, at) = (i, at + name.Length + mark.Length);
        }

        return value >= 0;
    }

    bool TryReadComponent(ReadOnlySpan<char> text, int component, out float value, ref int at)
    {
        value = 0;
        var name = words.Components[component];
        if (!text[at..].StartsWith(name, StringComparison.Ordinal) || at + name.Length >= text.Length || text[at + name.Length] != ' ') return false;
        at += name.Length + 1;
        return Numbers.TryRead(text, End(component), out value, ref at);
    }
}
