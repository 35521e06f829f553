using AlgoDistill.Data;
using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Models.Rl;

/// <summary>Windows of learning histories as a <see cref="MultiHeadTransformer"/> reads them: B windows of L steps, R = B · L.</summary>
public sealed class RlBatch : TrainingBatch
{
    readonly MultiHeadTransformer model;
    readonly HistoryWindows windows;
    readonly Share share;
    readonly Rng rng;
    WindowBatch? batch;

    internal RlBatch(MultiHeadTransformer model, HistoryWindows windows, int batchSize, Share share, Rng rng)
    {
        (this.model, this.windows, this.share, this.rng) = (model, windows, share, rng);
        (Size, Length) = (share.Of(batchSize), windows.Length);
        var (rows, like, perStep) = (Size * Length, model.Like, model.Options.TokensPerStep);
        Tokens = Add(new TokenEncoder(model.Observations, model.Actions, rows * perStep, like));
        if (perStep == 1) Answers = Add(new TokenEncoder(model.Observations, model.Actions, rows, like));
        Weights = Add(new Input(ScalarType.Float32, like, rows));
        Actions = Add(model.ActionHead.CreateTargets(rows, like));
        NextObservations = Add(model.NextObservationHead.CreateTargets(rows, like));
        Rewards = Add(new Input(ScalarType.Float32, like, rows));
        LogProbabilities = Add(new Input(ScalarType.Float32, like, rows));
        TokenCount = rows * perStep;
    }

    /// <summary>Windows B.</summary>
    public int Size { get; }

    /// <summary>Steps L of each.</summary>
    public int Length { get; }

    // One or three tokens a step: (R · tokens a step)
    internal TokenEncoder Tokens { get; }

    // With one token a step, what was done at each step, for the heads that read it: (R)
    internal TokenEncoder? Answers { get; }

    // 1 where there is a row, 0 where there is none: (R)
    internal Input Weights { get; }

    internal Input Actions { get; }

    internal Input NextObservations { get; }

    // (R)
    internal Input Rewards { get; }

    // (R)
    internal Input LogProbabilities { get; }

    /// <inheritdoc/>
    public override void Prepare(long step)
    {
        batch = windows.Batch(share.Part(step), Size, batch);
        Tokens.Clear();
        for (var window = 0; window < Size; window++)
            for (var t = 0; t < Length; t++)
                WriteStep(batch, window * Length + t, first: t == 0);
        Hide(share.Part(step) * Size);
        for (var row = 0; row < Size * Length; row++) Answers?.SetAction(row, Row(batch.Actions, row, model.Actions));
        batch.Mask.CopyTo(Weights.Values<float>());
        batch.Rewards.CopyTo(Rewards.Values<float>());
        batch.LogProbabilities.CopyTo(LogProbabilities.Values<float>());
        model.ActionHead.FillTargets(Actions, batch.Actions);
        model.NextObservationHead.FillTargets(NextObservations, batch.NextObservations);
        Weight = batch.Windows.Sum(window => (double)window.Length);
    }

    /// <inheritdoc/>
    public override Loss Loss() => model.Loss(this);

    void WriteStep(WindowBatch batch, int row, bool first)
    {
        var observation = Row(batch.Observations, row, model.Observations);
        if (Answers is not null)
        {
            Tokens.WriteStep(row, observation, first ? default : Row(batch.Actions, row - 1, model.Actions),
                first ? null : new Outcome(batch.Rewards[row - 1], batch.Ends[row - 1]));
            return;
        }

        Tokens.WriteObservation(3 * row, observation);
        Tokens.WriteAction(3 * row + 1, Row(batch.Actions, row, model.Actions));
        Tokens.WriteOutcome(3 * row + 2, new Outcome(batch.Rewards[row], batch.Ends[row]));
    }

    // Window number i of all updates draws from split i, so that a window's mask does not depend on who takes it
    void Hide(long firstWindow)
    {
        if (model.Options.TokenMask <= 0) return;
        var perWindow = Length * model.Options.TokensPerStep;
        for (var window = 0; window < Size; window++)
        {
            var chance = rng.Split((ulong)(firstWindow + window));
            for (var token = window * perWindow; token < (window + 1) * perWindow; token++)
                if (chance.NextDouble() < model.Options.TokenMask) Tokens.Hide(token);
        }
    }

    TokenEncoder Add(TokenEncoder encoder)
    {
        Add(encoder.Indices);
        Add(encoder.Features);
        return encoder;
    }

    static ReadOnlySpan<float> Row(float[] values, int row, Space space) => values.AsSpan(row * space.Width, space.Width);
}
