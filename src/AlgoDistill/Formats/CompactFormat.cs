using System.Text;

namespace AlgoDistill;

/// <summary>
/// The shortest text that still reads: <c>3,4&gt;2=1;</c> is observation (3, 4), action 2 and reward 1. The mark behind the reward says
/// whether the episode goes on (<c>;</c>), reached a terminal state (<c>#</c>) or its time limit (<c>!</c>). An observation that can
/// only be one value says nothing and is not written: a bandit's trial is <c>7=1;</c>.
/// </summary>
public sealed record CompactFormat : ILanguageFormat
{
    const string ObservationMark = ">", ActionMark = "=";
    static readonly OutcomeText Outcomes = new("", ";", "#", "!");

    /// <inheritdoc/>
    public string Id => "compact";

    /// <inheritdoc/>
    public void WriteObservation(StringBuilder text, Space observations, ReadOnlySpan<float> observation)
    {
        if (!SaysNothing(observations)) FieldText.Write(text, observations, observation, ObservationMark);
    }

    /// <inheritdoc/>
    public void WriteAction(StringBuilder text, Space actions, ReadOnlySpan<float> action) => FieldText.Write(text, actions, action, ActionMark);

    /// <inheritdoc/>
    public void WriteOutcome(StringBuilder text, Outcome outcome) => Outcomes.Write(text, outcome);

    /// <inheritdoc/>
    public bool TryReadObservation(ReadOnlySpan<char> text, Space observations, Span<float> observation, out int length)
    {
        if (!SaysNothing(observations)) return FieldText.TryRead(text, "", observations, observation, ObservationMark, out length);
        observation.Clear();
        length = 0;
        return true;
    }

    /// <inheritdoc/>
    public bool TryReadAction(ReadOnlySpan<char> text, Space actions, Span<float> action, out int length) =>
        FieldText.TryRead(text, "", actions, action, ActionMark, out length);

    /// <inheritdoc/>
    public bool TryReadOutcome(ReadOnlySpan<char> text, out Outcome outcome, out int length) => Outcomes.TryRead(text, out outcome, out length);

    /// <inheritdoc/>
    public IReadOnlyList<string> Vocabulary(Space observations, Space actions) => FieldText.Vocabulary(
        SaysNothing(observations) ? [] : FieldText.Tokens("", observations, ObservationMark), FieldText.Tokens("", actions, ActionMark), Outcomes.Tokens());

    static bool SaysNothing(Space observations) => observations is Space.Discrete { Count: 1 };
}
