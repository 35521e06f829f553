using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>Keys and values of the last W tokens of S streams, a ring for each layer; streams may be at different tokens.</summary>
public sealed class KvCache : IDisposable
{
    /// <summary>Slots whose keys lie together, transposed: a query meets them in one sweep of memory.</summary>
    public const int KeyBlock = 16;

    readonly long[] positions;
    readonly (Tensor Keys, Tensor Values)[] layers;
    readonly Device device;

    /// <summary>An empty cache.</summary>
    /// <param name="options">Shape of the transformer.</param>
    /// <param name="streams">Streams S.</param>
    /// <param name="window">Tokens W that a query sees, itself included.</param>
    /// <param name="like">A tensor of the type and on the device of the model.</param>
    public KvCache(TransformerOptions options, int streams, int window, Tensor like)
    {
        (Streams, Window, device) = (streams, window, like.device);
        positions = new long[streams];
        using var scope = NewDisposeScope();
        var size = options.Width / options.Heads;
        layers = [.. Enumerable.Range(0, options.Layers).Select(_ => (Ring((window + KeyBlock - 1) / KeyBlock, size, KeyBlock), Ring(window, size)))];

        // kept outside any scope until the cache is disposed
        Tensor Ring(params long[] shape) => zeros([streams, options.Heads, .. shape], dtype: like.dtype, device: device).DetachFromDisposeScope();
    }

    /// <summary>Streams S.</summary>
    public int Streams { get; }

    /// <summary>Tokens W that a query sees, itself included.</summary>
    public int Window { get; }

    /// <summary>Tokens that each stream has seen: (S).</summary>
    public ReadOnlySpan<long> Positions => positions;

    /// <summary>Rings of layer <paramref name="layer"/>: keys (S, H, ⌈W / 16⌉, D, 16), slot w in block w / 16 and column w mod 16, and values (S, H, W, D).</summary>
    public (Tensor Keys, Tensor Values) this[int layer] => layers[layer];

    /// <summary>The positions as a tensor (S) of the caller's.</summary>
    public Tensor PositionTensor() => tensor(positions, device: device);

    /// <summary>
    /// Counts the token just written for the streams of <paramref name="fed"/>. A stream that was not fed had a filler token in its
    /// next slot, which the next true token overwrites before anything attends to it.
    /// </summary>
    public void Advance(ReadOnlySpan<bool> fed)
    {
        for (var stream = 0; stream < positions.Length; stream++)
            if (fed[stream]) positions[stream]++;
    }

    /// <summary>Counts the token just written, for all streams.</summary>
    public void Advance()
    {
        for (var stream = 0; stream < positions.Length; stream++) positions[stream]++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (keys, values) in layers)
        {
            keys.Dispose();
            values.Dispose();
        }
    }
}
