namespace AlgoDistill.Learning;

/// <summary>Cuts text into numbered tokens and joins them again: <c>Decode(Encode(text)) = text</c>.</summary>
public interface ITokenizer
{
    /// <summary>Identifier, such as <c>field</c>.</summary>
    string Id { get; }

    /// <summary>Tokens in the vocabulary.</summary>
    int Count { get; }

    /// <summary>Appends the tokens of <paramref name="text"/> to <paramref name="tokens"/>.</summary>
    /// <exception cref="ArgumentException">The text cannot be cut into tokens; the message shows where.</exception>
    void Encode(ReadOnlySpan<char> text, List<int> tokens);

    /// <summary>The text of tokens.</summary>
    string Decode(ReadOnlySpan<int> tokens);
}
