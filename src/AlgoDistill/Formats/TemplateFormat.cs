using System.Text;

namespace AlgoDistill;

/// <summary>A language format that is told by its marks: numbers between commas for observation and action, and a reward.</summary>
public abstract record TemplateFormat : ILanguageFormat
{
    readonly FieldText observation, action;
    readonly OutcomeText outcome;
    readonly bool omitsSoleObservation;

    private protected TemplateFormat(string id, FieldText observation, FieldText action, OutcomeText outcome, bool omitsSoleObservation = false)
    {
        Id = id;
        (this.observation, this.action, this.outcome, this.omitsSoleObservation) = (observation, action, outcome, omitsSoleObservation);
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public void WriteObservation(StringBuilder text, Space observations, ReadOnlySpan<float> observation)
    {
        if (!Omits(observations)) this.observation.Write(text, observations, observation);
    }

    /// <inheritdoc/>
    public void WriteAction(StringBuilder text, Space actions, ReadOnlySpan<float> action) => this.action.Write(text, actions, action);

    /// <inheritdoc/>
    public void WriteOutcome(StringBuilder text, Outcome outcome) => this.outcome.Write(text, outcome);

    /// <inheritdoc/>
    public bool TryReadObservation(ReadOnlySpan<char> text, Space observations, Span<float> observation, out int length)
    {
        if (!Omits(observations)) return this.observation.TryRead(text, observations, observation, out length);
        observation.Clear();
        length = 0;
        return true;
    }

    /// <inheritdoc/>
    public bool TryReadAction(ReadOnlySpan<char> text, Space actions, Span<float> action, out int length) => this.action.TryRead(text, actions, action, out length);

    /// <inheritdoc/>
    public bool TryReadOutcome(ReadOnlySpan<char> text, out Outcome outcome, out int length) => this.outcome.TryRead(text, out outcome, out length);

    /// <inheritdoc/>
    public IReadOnlyList<string> Vocabulary(Space observations, Space actions) =>
        FieldText.Vocabulary(Omits(observations) ? [] : observation.Tokens(observations), action.Tokens(actions), outcome.Tokens());

    bool Omits(Space observations) => omitsSoleObservation && FieldText.SaysNothing(observations);
}
