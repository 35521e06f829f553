using AlgoDistill.Kernels;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>A context as the keys and values of its last W tokens, a ring for each layer and stream: the next token costs W keys, not W tokens.</summary>
public sealed class KvCache : StreamContext
{
    /// <summary>Slots whose keys lie together, transposed, so that a query meets them in one sweep of memory.</summary>
    public const int KeyBlock = CachedAttention.KeyBlock;

    readonly (Tensor Keys, Tensor Values)[] layers;

    /// <summary>An empty cache.</summary>
    /// <param name="options">Shape of the transformer.</param>
    /// <param name="streams">Streams S.</param>
    /// <param name="window">Tokens W that a query sees, itself included.</param>
    /// <param name="like">A tensor of the type and on the device of the model.</param>
    public KvCache(TransformerOptions options, int streams, int window, Tensor like) : base(streams, like)
    {
        Window = window;
        using var scope = NewDisposeScope();
        var size = options.Width / options.Heads;
        layers = [.. Enumerable.Range(0, options.Layers).Select(_ => (Ring((window + KeyBlock - 1) / KeyBlock, size, KeyBlock), Ring(window, size)))];

        // kept outside any scope until the cache is disposed
        Tensor Ring(params long[] shape) => zeros([streams, options.Heads, .. shape], dtype: like.dtype, device: Device).DetachFromDisposeScope();
    }

    /// <summary>Tokens W that a query sees, itself included.</summary>
    public int Window { get; }

    /// <summary>Rings of layer <paramref name="layer"/>: keys (S, H, ⌈W / 16⌉, D, 16), slot w in block w / 16 and column w mod 16, and values (S, H, W, D).</summary>
    public (Tensor Keys, Tensor Values) this[int layer] => layers[layer];

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var (keys, values) in layers)
        {
            keys.Dispose();
            values.Dispose();
        }

        base.Dispose();
    }

    internal override Tensor Step(Transformer transformer, Tensor input) => transformer.StepCached(input, this);
}
