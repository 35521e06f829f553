using System.Text;
using AlgoDistill.Learning;

namespace AlgoDistill.Models.Lm;

/// <summary>A history as tokens. Step t's tokens run from <c>Starts[t]</c> to <c>Starts[t + 1]</c>, its action's from <c>Actions[t]</c> to <c>Outcomes[t]</c>.</summary>
/// <param name="Tokens">All tokens.</param>
/// <param name="Starts">First token of each step, and the end: (N + 1).</param>
/// <param name="Actions">First token of each action: (N).</param>
/// <param name="Outcomes">First token of each outcome: (N).</param>
sealed record HistoryTokens(int[] Tokens, int[] Starts, int[] Actions, int[] Outcomes);

/// <summary>A language format over given spaces, cut into tokens part by part, so that a prompt's tokens are a prefix of the training tokens.</summary>
sealed class LanguageCodec
{
    readonly ILanguageFormat format;
    readonly ITokenizer tokenizer;
    readonly Space observations, actions;
    readonly StringBuilder text = new();

    public LanguageCodec(CausalLmOptions options, Space observations, Space actions)
    {
        (this.observations, this.actions) = (observations, actions);
        format = LanguageFormats.All.First(format => format.Id == options.Format);
        tokenizer = options.Tokenizer == "byte" ? new ByteTokenizer() : new FieldTokenizer(format.Vocabulary(observations, actions));
    }

    /// <summary>Tokens of the vocabulary; the number after the last is the mark that begins a context.</summary>
    public int Count => tokenizer.Count;

    public HistoryTokens Encode(LearningHistory history)
    {
        var tokens = new List<int>();
        var (starts, actionStarts, outcomes) = (new int[history.Length + 1], new int[history.Length], new int[history.Length]);
        for (var row = 0; row < history.Length; row++)
        {
            starts[row] = tokens.Count;
            EncodeObservation(history.Observation(row), tokens);
            actionStarts[row] = tokens.Count;
            EncodeAction(history.Action(row), tokens);
            outcomes[row] = tokens.Count;
            EncodeOutcome(history.Outcome(row), tokens);
        }

        starts[^1] = tokens.Count;
        return new HistoryTokens([.. tokens], starts, actionStarts, outcomes);
    }

    public void EncodeObservation(ReadOnlySpan<float> observation, List<int> tokens)
    {
        format.WriteObservation(text, observations, observation);
        Flush(tokens);
    }

    public void EncodeAction(ReadOnlySpan<float> action, List<int> tokens)
    {
        format.WriteAction(text, actions, action);
        Flush(tokens);
    }

    public void EncodeOutcome(Outcome outcome, List<int> tokens)
    {
        format.WriteOutcome(text, outcome);
        Flush(tokens);
    }

    /// <summary>Reads an action from generated tokens; false when they are no action, or more than one.</summary>
    public bool TryDecodeAction(ReadOnlySpan<int> tokens, Span<float> action)
    {
        var generated = tokenizer.Decode(tokens);
        return format.TryReadAction(generated, actions, action, out var length) && length == generated.Length;
    }

    void Flush(List<int> tokens)
    {
        tokenizer.Encode(text.ToString(), tokens);
        text.Clear();
    }
}
