using System.Text;

namespace AlgoDistill;

/// <summary>
/// A language format whose real numbers are rounded before they are written, each kind of part by its own policy. Under bins the inner
/// format sees a discrete space, the numbers of bins, and so gives each a single token.
/// </summary>
/// <param name="Inner">The format that writes the rounded numbers.</param>
public sealed record RoundedFormat(ILanguageFormat Inner) : ILanguageFormat
{
    static readonly Space.Box RewardSpace = new(1, float.MinValue, float.MaxValue);

    /// <summary>How observations are rounded where they are not discrete.</summary>
    public NumberPolicy Observations { get; init; } = new NumberPolicy.Exact();

    /// <summary>How actions are rounded where they are not discrete.</summary>
    public NumberPolicy Actions { get; init; } = new NumberPolicy.Exact();

    /// <summary>How rewards are rounded.</summary>
    public NumberPolicy Rewards { get; init; } = new NumberPolicy.Exact();

    /// <summary>The inner format and the policies of observations, actions and rewards: <c>compact(fixed:2,exact,bins:8)</c>.</summary>
    public string Id => $"{Inner.Id}({Observations},{Actions},{Rewards})";

    /// <inheritdoc/>
    public ILanguageFormat For(ITaskDistribution tasks) => this with { Inner = Inner.For(tasks) };

    /// <summary>The outcome that is read back when <paramref name="outcome"/> was written.</summary>
    public Outcome Round(Outcome outcome) => outcome with { Reward = Rewards.Round(RewardSpace, [outcome.Reward])[0] };

    /// <inheritdoc/>
    public void WriteObservation(StringBuilder text, Space observations, ReadOnlySpan<float> observation) =>
        Inner.WriteObservation(text, Observations.Written(observations), Observations.Encode(observations, observation));

    /// <inheritdoc/>
    public void WriteAction(StringBuilder text, Space actions, ReadOnlySpan<float> action) =>
        Inner.WriteAction(text, Actions.Written(actions), Actions.Encode(actions, action));

    /// <inheritdoc/>
    public void WriteOutcome(StringBuilder text, Outcome outcome) =>
        Inner.WriteOutcome(text, outcome with { Reward = Rewards.Encode(RewardSpace, [outcome.Reward])[0] });

    /// <inheritdoc/>
    public bool TryReadObservation(ReadOnlySpan<char> text, Space observations, Span<float> observation, out int length) =>
        Inner.TryReadObservation(text, Observations.Written(observations), observation, out length)
        && Succeeds(Observations.TryDecode(observations, observation), ref length);

    /// <inheritdoc/>
    public bool TryReadAction(ReadOnlySpan<char> text, Space actions, Span<float> action, out int length) =>
        Inner.TryReadAction(text, Actions.Written(actions), action, out length) && Succeeds(Actions.TryDecode(actions, action), ref length);

    /// <inheritdoc/>
    public bool TryReadOutcome(ReadOnlySpan<char> text, out Outcome outcome, out int length)
    {
        if (!Inner.TryReadOutcome(text, out outcome, out length)) return false;
        Span<float> reward = [outcome.Reward];
        var decoded = Succeeds(Rewards.TryDecode(RewardSpace, reward), ref length);
        outcome = decoded ? outcome with { Reward = reward[0] } : default;
        return decoded;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Vocabulary(Space observations, Space actions) =>
        FieldText.Vocabulary(Inner.Vocabulary(Observations.Written(observations), Actions.Written(actions)), BinnedOutcomes());

    // one token for each outcome, where rewards are so few that each can have one
    IEnumerable<string> BinnedOutcomes() => Rewards.Written(RewardSpace) is not Space.Discrete { Count: <= FieldText.MostFieldTokens } bins ? []
        : from bin in Enumerable.Range(0, bins.Count)
          from end in Enum.GetValues<EpisodeEnd>()
          select LanguageText.Part(text => Inner.WriteOutcome(text, new Outcome(bin, end)));

    static bool Succeeds(bool decoded, ref int length)
    {
        if (!decoded) length = 0;
        return decoded;
    }
}
