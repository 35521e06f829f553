using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>What S streams have read so far, so that a frozen transformer can read on; streams may be at different tokens.</summary>
public abstract class StreamContext : IDisposable
{
    readonly Input positions;

    private protected StreamContext(int streams, Tensor like) => (Streams, Device, positions) = (streams, like.device, new Input(ScalarType.Int64, like, streams));

    /// <summary>Streams S.</summary>
    public int Streams { get; }

    /// <summary>Tokens that each stream has read: (S).</summary>
    public ReadOnlySpan<long> Positions => positions.Values<long>();

    /// <summary>Where the model is.</summary>
    public Device Device { get; }

    /// <summary>The positions where the model is: int64 (S), the same tensor at every token, so that a recorded step reads it.</summary>
    internal Tensor PositionTensor => positions.Value;

    /// <summary>
    /// Counts the token just read for the streams of <paramref name="fed"/>. A stream that was not fed had a filler token in its
    /// next place, which the next true token overwrites before anything attends to it.
    /// </summary>
    public void Advance(ReadOnlySpan<bool> fed)
    {
        var read = positions.Values<long>();
        for (var stream = 0; stream < read.Length; stream++)
            if (fed[stream]) read[stream]++;
        positions.Upload();
    }

    /// <summary>Counts the token just read, for all streams.</summary>
    public void Advance()
    {
        foreach (ref var position in positions.Values<long>()) position++;
        positions.Upload();
    }

    /// <inheritdoc/>
    public virtual void Dispose() => positions.Dispose();

    /// <summary>As <see cref="Transformer.Step"/>.</summary>
    internal abstract Tensor Step(Transformer transformer, Tensor input);
}
