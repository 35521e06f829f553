namespace AlgoDistill.Data;

/// <summary>Where a history, played again from the recorded seeds, first differs from the recorded one.</summary>
/// <param name="Run">Number of the learner.</param>
/// <param name="Stream">Number of its stream.</param>
/// <param name="Row">Row of the history.</param>
/// <param name="Column">Name of the column.</param>
/// <param name="Recorded">The value in the store.</param>
/// <param name="Replayed">The value now.</param>
public sealed record Divergence(int Run, int Stream, int Row, string Column, string Recorded, string Replayed)
{
    /// <summary>As one line.</summary>
    public override string ToString() => $"history {Run}.{Stream}, row {Row}, column {Column}: recorded {Recorded}, replayed {Replayed}";
}
