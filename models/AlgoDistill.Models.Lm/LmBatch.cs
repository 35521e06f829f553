using AlgoDistill.Data;
using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Models.Lm;

/// <summary>
/// Windows of learning histories as a <see cref="CausalLm"/> reads them: B windows of T tokens, M of which, those of actions, are predicted.
/// T is that of the longest window; of fixed shape, T is the most that the model sees, and M is B · T with weights of zero at the end.
/// </summary>
sealed class LmBatch : TrainingBatch
{
    readonly CausalLm model;
    readonly HistoryWindows windows;
    readonly LanguageCodec codec;
    readonly Share share;
    readonly bool fixedShape;
    readonly HistoryTokens[] batch;
    readonly Input tokens, rows, targets, weights;

    /// <summary>An empty batch.</summary>
    /// <param name="model">The model.</param>
    /// <param name="windows">Where windows come from.</param>
    /// <param name="batchSize">Windows of an update.</param>
    /// <param name="share">Which part of them it takes.</param>
    /// <param name="fixedShape">Whether all batches have the same shape, as a recorded graph needs.</param>
    public LmBatch(CausalLm model, HistoryWindows windows, int batchSize, Share share, bool fixedShape)
    {
        (this.model, this.windows, this.share, this.fixedShape) = (model, windows, share, fixedShape);
        codec = new LanguageCodec(model.Options, model.Observations, model.Actions);            // of its own, for the thread that prepares it
        batch = new HistoryTokens[share.Of(batchSize)];
        tokens = Add(new Input(ScalarType.Int64, model.Like, batch.Length, 1));     // (B, T)
        rows = Add(new Input(ScalarType.Int64, model.Like, 1));                     // positions in (B · T) that predict a token of an action: (M)
        targets = Add(new Input(ScalarType.Int64, model.Like, 1));                  // those tokens: (M)
        weights = Add(new Input(ScalarType.Float32, model.Like, 1));                // (M)
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A window needs more tokens than the model sees.</exception>
    public override void Prepare(long step)
    {
        var first = share.Part(step) * batch.Length;
        var (length, predicted) = (0, 0);
        for (var i = 0; i < batch.Length; i++)
        {
            batch[i] = codec.Encode(windows[first + i].ToHistory());
            length = Math.Max(length, batch[i].Tokens.Length);
            predicted += batch[i].Outcomes.Sum() - batch[i].Actions.Sum();
        }

        if (length > model.Options.Tokens)
            throw new ArgumentException($"a window of {batch.Max(window => window.Actions.Length)} steps has {length} tokens; the model sees {model.Options.Tokens}: raise Tokens or lower Context");
        if (fixedShape) length = model.Options.Tokens;
        Clear(length, fixedShape ? batch.Length * length : predicted);
        weights.Values<float>()[..predicted].Fill(1);
        var written = 0;
        for (var i = 0; i < batch.Length; i++) Fill(batch[i], i * length, ref written);
        (TokenCount, Weight) = ((long)batch.Length * length, predicted);
    }

    /// <inheritdoc/>
    public override Loss Loss()
    {
        var logits = model.Logits(tokens.Value, rows.Value);                        // (M, vocabulary)
        var loss = Operators.CrossEntropy(logits, targets.Value, weights.Value, model.Options.LabelSmoothing);
        return new Loss(loss, [("action", loss)]);
    }

    void Clear(int length, int count)
    {
        tokens.Reshape(batch.Length, length);
        foreach (var input in (Input[])[rows, targets, weights]) input.Reshape(count);
        foreach (var input in (Input[])[tokens, rows, targets]) input.Values<long>().Clear();
        weights.Values<float>().Clear();
    }

    // Position p of a row holds token p − 1 (the first the begin mark), and is to predict token p
    void Fill(HistoryTokens window, int at, ref int written)
    {
        var inputs = tokens.Values<long>()[at..];
        var positions = rows.Values<long>();
        var predicted = targets.Values<long>();
        inputs[0] = model.Begin;
        for (var p = 1; p < window.Tokens.Length; p++) inputs[p] = window.Tokens[p - 1];
        for (var step = 0; step < window.Actions.Length; step++)
            for (var token = window.Actions[step]; token < window.Outcomes[step]; token++, written++)
                (positions[written], predicted[written]) = (at + token, window.Tokens[token]);
    }
}
