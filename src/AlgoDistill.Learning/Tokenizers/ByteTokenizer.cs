using System.Text;

namespace AlgoDistill.Learning;

/// <summary>One token a byte of UTF-8: 256 tokens, any text.</summary>
public sealed class ByteTokenizer : ITokenizer
{
    /// <inheritdoc/>
    public string Id => "byte";

    /// <inheritdoc/>
    public int Count => 256;

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> text, List<int> tokens)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        foreach (var b in bytes) tokens.Add(b);
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        var bytes = new byte[tokens.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)tokens[i];
        return Encoding.UTF8.GetString(bytes);
    }
}
