using System.Text;

namespace AlgoDistill;

/// <summary>
/// The language format that AD-RLHF documents: four lines a step, <c>prompt: 3,4</c>, <c>completion: 2</c>, <c>reward: 1</c> and
/// <c>###</c>. The last line says <c>### terminated</c> or <c>### truncated</c> where an episode ends, which the template left open.
/// </summary>
public sealed record AdRlhfFormat : ILanguageFormat
{
    const string Prompt = "prompt: ", Completion = "\ncompletion: ", ActionMark = "\n";
    static readonly OutcomeText Outcomes = new("reward: ", "\n###\n", "\n### terminated\n", "\n### truncated\n");

    /// <inheritdoc/>
    public string Id => "ad-rlhf";

    /// <inheritdoc/>
    public void WriteObservation(StringBuilder text, Space observations, ReadOnlySpan<float> observation) =>
        FieldText.Write(text.Append(Prompt), observations, observation, Completion);

    /// <inheritdoc/>
    public void WriteAction(StringBuilder text, Space actions, ReadOnlySpan<float> action) => FieldText.Write(text, actions, action, ActionMark);

    /// <inheritdoc/>
    public void WriteOutcome(StringBuilder text, Outcome outcome) => Outcomes.Write(text, outcome);

    /// <inheritdoc/>
    public bool TryReadObservation(ReadOnlySpan<char> text, Space observations, Span<float> observation, out int length) =>
        FieldText.TryRead(text, Prompt, observations, observation, Completion, out length);

    /// <inheritdoc/>
    public bool TryReadAction(ReadOnlySpan<char> text, Space actions, Span<float> action, out int length) =>
        FieldText.TryRead(text, "", actions, action, ActionMark, out length);

    /// <inheritdoc/>
    public bool TryReadOutcome(ReadOnlySpan<char> text, out Outcome outcome, out int length) => Outcomes.TryRead(text, out outcome, out length);

    /// <inheritdoc/>
    public IReadOnlyList<string> Vocabulary(Space observations, Space actions) =>
        FieldText.Vocabulary(FieldText.Tokens(Prompt, observations, Completion), FieldText.Tokens("", actions, ActionMark), Outcomes.Tokens());
}
