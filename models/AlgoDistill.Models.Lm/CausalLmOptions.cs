using AlgoDistill.Learning;

namespace AlgoDistill.Models.Lm;

/// <summary>The shape of a <see cref="CausalLm"/> and the language that it reads.</summary>
public sealed record CausalLmOptions
{
    /// <summary>The transformer.</summary>
    public TransformerOptions Transformer { get; init; } = new();

    /// <summary>Steps that a training window holds.</summary>
    public int Context { get; init => field = Require.InRange(value, 1, 65_536); } = 100;

    /// <summary>Tokens that the model sees; 0 takes what the longest window needs.</summary>
    public int Tokens { get; init => field = Require.InRange(value, 0, 1 << 20); }

    /// <summary>Identifier of the language format.</summary>
    public string Format { get; init => field = Require.OneOf(value, [.. LanguageFormats.All.Select(format => format.Id)]); } = "compact";

    /// <summary><c>field</c>: the format's own vocabulary; <c>byte</c>: bytes of UTF-8.</summary>
    public string Tokenizer { get; init => field = Require.OneOf(value, ["field", "byte"]); } = "field";

    /// <summary>Label smoothing of action tokens.</summary>
    public double LabelSmoothing { get; init => field = Require.InRange(value, 0, 0.99); }
}
