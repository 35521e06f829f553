using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Learning;

/// <summary>
/// One block: x + attention(norm(x)), then x + feedForward(norm(x)). What a block adds is handed on as <c>update</c> and added inside
/// the next normalisation, so that the residual stream is read once less.
/// </summary>
public sealed class TransformerBlock : Module
{
    readonly LayerNorm attentionNorm, feedForwardNorm;
    readonly Linear queryKeyValue, project, expand, contract;
    readonly TransformerOptions options;
    readonly int window;

    internal TransformerBlock(TransformerOptions options, int window, Rng rng) : base(nameof(TransformerBlock))
    {
        (this.options, this.window) = (options, window);
        int width = options.Width, inner = width * options.FeedForwardFactor;
        (attentionNorm, feedForwardNorm) = (LayerNorm(width), LayerNorm(width));
        // the two layers that write to the residual stream start smaller, so that depth does not widen it (Radford et al. 2019)
        var residual = 1 / Math.Sqrt(2 * options.Layers);
        queryKeyValue = Initial.Linear(width, 3 * width, rng.Split(0));
        project = Initial.Linear(width, width, rng.Split(1), residual);
        expand = Initial.Linear(width, inner, rng.Split(2));
        contract = Initial.Linear(inner, width, rng.Split(3), residual);
        RegisterComponents();
    }

    internal (Tensor Residual, Tensor? Update) Forward(Tensor residual, Tensor? update, bool training)
    {
        var (sum, normed) = Operators.ResidualLayerNorm(residual, update, attentionNorm);
        var attended = Operators.CausalSelfAttention(Operators.Linear(normed, queryKeyValue), options.Heads, options.RotaryBase, window);  // (B, T, C)
        return FeedForward(sum, Drop(Operators.Linear(attended, project), training), training);
    }

    internal (Tensor Residual, Tensor? Update) Step(Tensor residual, Tensor? update, (Tensor Keys, Tensor Values) cache, Tensor positions)
    {
        var (sum, normed) = Operators.ResidualLayerNorm(residual, update, attentionNorm);
        var attended = Operators.CachedAttention(Operators.Linear(normed, queryKeyValue), cache.Keys, cache.Values, positions, options.Heads, options.RotaryBase);  // (S, C)
        return FeedForward(sum, Operators.Linear(attended, project), training: false);
    }

    (Tensor Residual, Tensor? Update) FeedForward(Tensor residual, Tensor update, bool training)
    {
        var (sum, normed) = Operators.ResidualLayerNorm(residual, update, feedForwardNorm);
        return (sum, Drop(Operators.FeedForward(normed, expand, contract), training));
    }

    Tensor Drop(Tensor x, bool training) => training && options.Dropout > 0 ? F.dropout(x, options.Dropout) : x;
}
