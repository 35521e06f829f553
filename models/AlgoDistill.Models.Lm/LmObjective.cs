using AlgoDistill.Data;
using AlgoDistill.Learning;
using static TorchSharp.torch;

namespace AlgoDistill.Models.Lm;

/// <summary>Next-token prediction on the action tokens in windows of learning histories.</summary>
public sealed class LmObjective : IObjective
{
    readonly CausalLm model;
    readonly HistoryWindows windows;
    readonly int batchSize;
    readonly Dictionary<LearningHistory, HistoryTokens> histories = [];

    /// <summary>An objective over windows.</summary>
    /// <param name="model">The model to train.</param>
    /// <param name="windows">Where windows come from.</param>
    /// <param name="batchSize">Windows a batch.</param>
    public LmObjective(CausalLm model, HistoryWindows windows, int batchSize) =>
        (this.model, this.windows, this.batchSize) = (model, windows, batchSize);

    /// <inheritdoc/>
    public nn.Module Model => model;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A window needs more tokens than the model sees.</exception>
    public Loss Loss(long step)
    {
        var batch = Enumerable.Range(0, batchSize).Select(i => windows[step * batchSize + i]).ToArray();
        var tokens = batch.Select(window => Tokens(window.History)).ToArray();
        var length = batch.Zip(tokens, (window, history) => history.Starts[window.Start + window.Length] - history.Starts[window.Start]).Max();
        if (length > model.Options.Tokens)
            throw new ArgumentException($"a window of {batch.Max(window => window.Length)} steps has {length} tokens; the model sees {model.Options.Tokens}: raise Tokens or lower Context");
        var inputs = new long[batchSize * length];
        var (rows, targets) = (new List<long>(), new List<long>());
        for (var i = 0; i < batchSize; i++) Fill(batch[i], tokens[i], i * length, inputs, rows, targets);

        var logits = model.Logits(tensor(inputs).view(batchSize, length), tensor(rows.ToArray()));
        var loss = Kernels.CrossEntropy(logits, tensor(targets.ToArray()), ones(rows.Count, dtype: logits.dtype), model.Options.LabelSmoothing);
        return new Loss(loss, [("action", loss)], batchSize * length);
    }

    HistoryTokens Tokens(LearningHistory history)
    {
        if (!histories.TryGetValue(history, out var tokens)) histories[history] = tokens = model.Codec.Encode(history);
        return tokens;
    }

    // Position p of a row holds token p − 1 (the first the begin mark), and is to predict token p
    void Fill(HistoryWindow window, HistoryTokens history, int row, long[] inputs, List<long> rows, List<long> targets)
    {
        var first = history.Starts[window.Start];
        var count = history.Starts[window.Start + window.Length] - first;
        inputs[row] = model.Begin;
        for (var p = 1; p < count; p++) inputs[row + p] = history.Tokens[first + p - 1];
        for (var step = window.Start; step < window.Start + window.Length; step++)
            for (var token = history.Actions[step]; token < history.Outcomes[step]; token++)
            {
                rows.Add(row + token - first);
                targets.Add(history.Tokens[token]);
            }
    }
}
