using System.Text;

namespace AlgoDistill;

/// <summary>
/// A line of words a step: <c>See x 3, y 4; do left; get 1, go on.</c> The line ends with <c>, the end.</c> in a terminal state and with
/// <c>, time is up.</c> at the time limit. An observation that can only be one value is not written. Bound to a family by
/// <see cref="For"/> it uses the family's own words; unbound, components have numbers.
/// </summary>
public sealed record ProseFormat : ILanguageFormat
{
    const string See = "See ", Do = "; do ", DoFirst = "Do ", ActionMark = "; ";
    static readonly OutcomeText Outcomes = new("get ", ", go on.\n", ", the end.\n", ", time is up.\n");

    SpaceWords? observationWords, actionWords;

    /// <inheritdoc/>
    public string Id => "prose";

    /// <inheritdoc/>
    public ILanguageFormat For(ITaskDistribution tasks) => new ProseFormat { observationWords = tasks.ObservationWords, actionWords = tasks.ActionWords };

    /// <inheritdoc/>
    public void WriteObservation(StringBuilder text, Space observations, ReadOnlySpan<float> observation)
    {
        if (FieldText.SaysNothing(observations)) text.Append(DoFirst);
        else Observation(observations).Write(text, observation);
    }

    /// <inheritdoc/>
    public void WriteAction(StringBuilder text, Space actions, ReadOnlySpan<float> action) => Action(actions).Write(text, action);

    /// <inheritdoc/>
    public void WriteOutcome(StringBuilder text, Outcome outcome) => Outcomes.Write(text, outcome);

    /// <inheritdoc/>
    public bool TryReadObservation(ReadOnlySpan<char> text, Space observations, Span<float> observation, out int length)
    {
        if (!FieldText.SaysNothing(observations)) return Observation(observations).TryRead(text, observation, out length);
        observation.Clear();
        length = text.StartsWith(DoFirst, StringComparison.Ordinal) ? DoFirst.Length : 0;
        return length > 0;
    }

    /// <inheritdoc/>
    public bool TryReadAction(ReadOnlySpan<char> text, Space actions, Span<float> action, out int length) => Action(actions).TryRead(text, action, out length);

    /// <inheritdoc/>
    public bool TryReadOutcome(ReadOnlySpan<char> text, out Outcome outcome, out int length) => Outcomes.TryRead(text, out outcome, out length);

    /// <inheritdoc/>
    public IReadOnlyList<string> Vocabulary(Space observations, Space actions) => FieldText.Vocabulary(
        FieldText.SaysNothing(observations) ? [DoFirst] : Observation(observations).Tokens(), Action(actions).Tokens(), Outcomes.Tokens());

    WordText Observation(Space space) => new(space, observationWords ?? SpaceWords.Numbered(space, "observation"), See, Do);

    WordText Action(Space space) => new(space, actionWords ?? SpaceWords.Numbered(space, "action"), "", ActionMark);
}
