using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AlgoDistill.Learning;

/// <summary>
/// A pre-norm causal transformer (Radford et al. 2019; Xiong et al. 2020) over embedded tokens: (B, T, C) in, (B, T, C) out, after the
/// final normalisation. Each token sees itself and the <c>window</c> − 1 tokens before it, with rotary positions.
/// </summary>
public sealed class Transformer : Module<Tensor, Tensor>
{
    readonly ModuleList<TransformerBlock> blocks;
    readonly LayerNorm final;

    /// <summary>Makes a transformer with random weights.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="window">Tokens that a token sees, itself included.</param>
    /// <param name="rng">Source of the weights.</param>
    public Transformer(TransformerOptions options, int window, Rng rng) : base(nameof(Transformer))
    {
        options.Check();
        (Options, Window) = (options, Require.InRange(window, 1, 1 << 20, nameof(window)));
        blocks = ModuleList([.. Enumerable.Range(0, options.Layers).Select(layer => new TransformerBlock(options, window, rng.Split((ulong)layer)))]);
        final = LayerNorm(options.Width);
        RegisterComponents();
    }

    /// <summary>Its shape.</summary>
    public TransformerOptions Options { get; }

    /// <summary>Tokens that a token sees, itself included.</summary>
    public int Window { get; }

    /// <summary>All tokens at once.</summary>
    /// <param name="input">Embedded tokens (B, T, C).</param>
    /// <returns>(B, T, C).</returns>
    public override Tensor forward(Tensor input)
    {
        var state = (Residual: input, Update: (Tensor?)null);
        foreach (var block in blocks) state = block.Forward(state.Residual, state.Update, training);
        return Operators.Normed(state.Residual, state.Update, final);
    }

    /// <summary>The next token of each stream. The caller advances the context.</summary>
    /// <param name="input">Embedded tokens (S, C), one of each stream.</param>
    /// <param name="context">What the streams have read; takes in the tokens.</param>
    /// <returns>(S, C), equal to the last row that <see cref="forward"/> gives for the whole stream.</returns>
    public Tensor Step(Tensor input, StreamContext context) => context.Step(this, input);

    internal Tensor StepCached(Tensor input, KvCache cache)
    {
        var positions = cache.PositionTensor;
        var state = (Residual: input, Update: (Tensor?)null);
        for (var layer = 0; layer < blocks.Count; layer++)
            state = blocks[layer].Step(state.Residual, state.Update, cache[layer], positions);
        return Operators.Normed(state.Residual, state.Update, final);
    }
}
