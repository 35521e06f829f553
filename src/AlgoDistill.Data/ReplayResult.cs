namespace AlgoDistill.Data;

/// <summary>What came of playing a store again.</summary>
/// <param name="Divergence">The first difference; nothing when all that was played agrees.</param>
/// <param name="LearnerNotReplayed">Why recorded actions were played instead of letting the learner learn again; nothing when it learned again.</param>
public sealed record ReplayResult(Divergence? Divergence, string? LearnerNotReplayed)
{
    /// <summary>As one sentence that a store's name precedes.</summary>
    public override string ToString() => (Divergence, LearnerNotReplayed) switch
    {
        (null, null) => "replays bit by bit",
        (null, { } reason) => FormattableString.Invariant(
            $"has environments that replay within {HistoryReplay.Tolerance:0e0} of the recorded rows; the learner was not replayed: {reason}"),
        ({ } divergence, null) => $"does not replay: {divergence}",
        ({ } divergence, { } reason) => FormattableString.Invariant(
            $"has environments that do not replay within {HistoryReplay.Tolerance:0e0}: {divergence} (the learner was not replayed: {reason})"),
    };
}
