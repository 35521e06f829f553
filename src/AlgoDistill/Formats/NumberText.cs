using System.Globalization;
using System.Text;

namespace AlgoDistill;

/// <summary>How a format spells numbers. One text alone stands for a number, and it gives the same float back.</summary>
sealed class NumberText
{
    const int Longest = 24; // -1234568000000000.0 has 19 characters
    const double PythonScientific = 1e16; // from here on Python writes an exponent

    delegate int Layout(float value, Span<char> text);

    readonly Layout layout;
    readonly string characters, infinity, negativeInfinity;

    NumberText(Layout layout, string characters, string infinity, string negativeInfinity) =>
        (this.layout, this.characters, this.infinity, this.negativeInfinity) = (layout, characters, infinity, negativeInfinity);

    /// <summary>Whole numbers: <c>10000000</c>.</summary>
    public static NumberText Whole { get; } = new(WriteWhole, "0123456789", "", "");

    /// <summary>The shortest digits that give the same float: <c>1</c>, <c>0.5</c>, <c>1E-05</c>, <c>Infinity</c>.</summary>
    public static NumberText Shortest { get; } = new(WriteShortest, "0123456789-+.E", "Infinity", "-Infinity");

    /// <summary>As <see cref="Shortest"/>, which is JSON but for infinity; that is a text, <c>"Infinity"</c>.</summary>
    public static NumberText Json { get; } = new(WriteShortest, "0123456789-+.E", "\"Infinity\"", "\"-Infinity\"");

    /// <summary>The shortest digits, laid out as Python's <c>repr</c> does: <c>1.0</c>, <c>0.5</c>, <c>1e-05</c>, <c>inf</c>.</summary>
    public static NumberText Python { get; } = new(WritePython, "0123456789-+.e", "inf", "-inf");

    /// <summary>The spelling of a space's values: whole numbers where they are discrete.</summary>
    public NumberText For(Space space) => space is Space.Discrete ? Whole : this;

    /// <summary>Writes a number.</summary>
    public void Write(StringBuilder text, float value)
    {
        Span<char> written = stackalloc char[Longest];
        text.Append(written[..Spell(value, written)]);
    }

    /// <summary>Reads the number at <paramref name="at"/> and the mark after it, and moves on behind them; only the text that would be written counts.</summary>
    public bool TryRead(ReadOnlySpan<char> text, string mark, out float value, ref int at)
    {
        value = 0;
        var near = text[at..Math.Min(at + Longest + mark.Length, text.Length)];
        var end = near.IndexOf(mark, StringComparison.Ordinal);
        if (end <= 0 || !TryParse(near[..end], out value)) return false;
        Span<char> written = stackalloc char[Longest];
        if (!near[..end].SequenceEqual(written[..Spell(value, written)])) return false;
        at += end + mark.Length;
        return true;
    }

    /// <summary>The characters of numbers, one by one; those of infinity only where a space holds it.</summary>
    public IEnumerable<string> Characters(Space? space = null)
    {
        var unbounded = space is Space.Box box && (float.IsInfinity(box.Low) || float.IsInfinity(box.High));
        return (unbounded ? characters + infinity : characters).Distinct().Select(character => character.ToString());
    }

    int Spell(float value, Span<char> text)
    {
        if (!float.IsInfinity(value)) return layout(value, text);
        var name = value > 0 ? infinity : negativeInfinity;
        name.CopyTo(text);
        return name.Length;
    }

    bool TryParse(ReadOnlySpan<char> text, out float value)
    {
        value = text.SequenceEqual(infinity) ? float.PositiveInfinity : text.SequenceEqual(negativeInfinity) ? float.NegativeInfinity : 0;
        return value != 0 || (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value));
    }

    static int WriteWhole(float value, Span<char> text)
    {
        ((int)value).TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        return length;
    }

    static int WriteShortest(float value, Span<char> text)
    {
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        return length;
    }

    static int WritePython(float value, Span<char> text)
    {
        var length = WriteShortest(value, text);
        var exponent = text[..length].IndexOf('E');
        if (exponent < 0)
        {
            if (text[..length].Contains('.')) return length;
            ".0".CopyTo(text[length..]);
            return length + 2;
        }

        // a double holds a number of nine digits below 1e16 exactly
        var number = double.Parse(text[..length], CultureInfo.InvariantCulture);
        if (Math.Abs(number) is >= 1 and < PythonScientific) number.TryFormat(text, out length, "F1", CultureInfo.InvariantCulture);
        else text[exponent] = 'e';
        return length;
    }
}
