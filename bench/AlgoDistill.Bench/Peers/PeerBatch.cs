using AlgoDistill.Models.Rl;
using static TorchSharp.torch;

namespace AlgoDistill.Bench.Peers;

/// <summary>A model's batch in the shapes that a <see cref="PeerNetwork"/> reads: B windows of T steps, N = B · T. All steps count alike.</summary>
/// <param name="Fields">The row of each field's table for every token; what says nothing has the table's last row: int64 (B, T) each.</param>
/// <param name="Features">Its real features: (B, T, F).</param>
/// <param name="Answers">The action's components of every step, which the heads after it read: int64 (B, T) each.</param>
/// <param name="Actions">Targets: int64 (N · components).</param>
/// <param name="Rewards">Targets: (N).</param>
/// <param name="NextObservations">Targets: int64 (N · components).</param>
/// <param name="LogProbabilities">Targets: (N).</param>
sealed record PeerBatch(IReadOnlyList<Tensor> Fields, Tensor Features, IReadOnlyList<Tensor> Answers, Tensor Actions, Tensor Rewards,
    Tensor NextObservations, Tensor LogProbabilities) : IDisposable
{
    /// <summary>A copy of what a batch holds.</summary>
    /// <param name="batch">A batch that is prepared, of one token a step and of discrete spaces alone.</param>
    /// <param name="tables">Rows of each field's table.</param>
    /// <param name="firstAction">Number of the action's first field.</param>
    public static PeerBatch Of(RlBatch batch, IReadOnlyList<int> tables, int firstAction)
    {
        if (batch.Weights.Values<float>().ContainsAnyExcept(1)) throw new ArgumentException("a window is shorter than the others", nameof(batch));
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (windows, length) = (batch.Size, batch.Length);
        var actions = batch.Actions.Value;
        var chosen = batch.Answers!.Indices.Value.narrow(1, firstAction, actions.numel() / (windows * length));
        var result = new PeerBatch(
            [.. batch.Tokens.Indices.Value.unbind(1).Select((index, field) => Rows(index, tables[field]).view(windows, length))],
            batch.Tokens.Features.Value.clone().view(windows, length, -1),
            [.. chosen.unbind(1).Select(index => index.clone().view(windows, length))],
            actions.clone(), batch.Rewards.Value.clone(), batch.NextObservations.Value.clone(), batch.LogProbabilities.Value.clone());
        foreach (var tensor in result.All) tensor.DetachFromDisposeScope();
        return result;
    }

    public void Dispose()
    {
        foreach (var tensor in All) tensor.Dispose();
    }

    IEnumerable<Tensor> All => [.. Fields, Features, .. Answers, Actions, Rewards, NextObservations, LogProbabilities];

    static Tensor Rows(Tensor index, int silent) => where(index.lt(0), full_like(index, silent), index);
}
