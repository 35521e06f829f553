using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>A context as its embedded tokens, all of which are read again for each new one: what <see cref="KvCache"/> must agree with, and is measured against.</summary>
public sealed class UncachedContext : StreamContext
{
    const int FirstCapacity = 64;
    Tensor tokens;                                                                  // (S, capacity, C)

    /// <summary>An empty context.</summary>
    /// <param name="options">Shape of the transformer.</param>
    /// <param name="streams">Streams S.</param>
    /// <param name="like">A tensor of the type and on the device of the model.</param>
    public UncachedContext(TransformerOptions options, int streams, Tensor like) : base(streams, like)
    {
        using var scope = NewDisposeScope();
        tokens = zeros([streams, FirstCapacity, options.Width], dtype: like.dtype, device: Device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        tokens.Dispose();
        base.Dispose();
    }

    internal override Tensor Step(Transformer transformer, Tensor input)
    {
        using var scope = NewDisposeScope();
        long length = 1;
        foreach (var position in Positions) length = Math.Max(length, position + 1);
        while (tokens.shape[1] < length) Grow();
        var places = PositionTensor.view(-1, 1, 1).expand(Streams, 1, input.shape[1]);
        tokens.scatter_(1, places, input.unsqueeze(1));
        return transformer.forward(tokens.narrow(1, 0, length).contiguous()).gather(1, places).squeeze(1).MoveToOuterDisposeScope();
    }

    void Grow()
    {
        var larger = cat([tokens, zeros_like(tokens)], 1).DetachFromDisposeScope();
        tokens.Dispose();
        tokens = larger;
    }
}
