namespace AlgoDistill.Learning;

/// <summary>Cuts text into the longest tokens of a language format's own vocabulary: one token a discrete field.</summary>
public sealed class FieldTokenizer : ITokenizer
{
    readonly string[] texts;
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> numbers;
    readonly int longest;

    /// <summary>A tokeniser over a vocabulary.</summary>
    /// <param name="vocabulary">Distinct texts, none empty; their order numbers them.</param>
    /// <exception cref="ArgumentException">A text is empty or there twice.</exception>
    public FieldTokenizer(IReadOnlyList<string> vocabulary)
    {
        texts = [.. vocabulary];
        var byText = new Dictionary<string, int>(texts.Length, StringComparer.Ordinal);
        for (var i = 0; i < texts.Length; i++)
            if (texts[i].Length == 0 || !byText.TryAdd(texts[i], i))
                throw new ArgumentException($"token {i} of the vocabulary, \"{texts[i]}\", is empty or there twice", nameof(vocabulary));
        numbers = byText.GetAlternateLookup<ReadOnlySpan<char>>();
        longest = texts.Max(text => text.Length);
    }

    /// <inheritdoc/>
    public string Id => "field";

    /// <inheritdoc/>
    public int Count => texts.Length;

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> text, List<int> tokens)
    {
        for (var at = 0; at < text.Length;)
        {
            var token = -1;
            var length = Math.Min(longest, text.Length - at);
            while (length > 0 && !numbers.TryGetValue(text.Slice(at, length), out token)) length--;
            if (length == 0) throw new ArgumentException($"no token begins \"{text[at..Math.Min(at + 20, text.Length)]}\" at character {at}", nameof(text));
            tokens.Add(token);
            at += length;
        }
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        var text = new System.Text.StringBuilder();
        foreach (var token in tokens) text.Append(texts[token]);
        return text.ToString();
    }
}
