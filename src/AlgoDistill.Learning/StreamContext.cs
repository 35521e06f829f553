using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>What S streams have read so far, so that a frozen transformer can read on; streams may be at different tokens.</summary>
public abstract class StreamContext : IDisposable
{
    readonly long[] positions;

    private protected StreamContext(int streams, Device device) => (positions, Device) = (new long[streams], device);

    /// <summary>Streams S.</summary>
    public int Streams => positions.Length;

    /// <summary>Tokens that each stream has read: (S).</summary>
    public ReadOnlySpan<long> Positions => positions;

    /// <summary>Where the model is.</summary>
    protected Device Device { get; }

    /// <summary>
    /// Counts the token just read for the streams of <paramref name="fed"/>. A stream that was not fed had a filler token in its
    /// next place, which the next true token overwrites before anything attends to it.
    /// </summary>
    public void Advance(ReadOnlySpan<bool> fed)
    {
        for (var stream = 0; stream < positions.Length; stream++)
            if (fed[stream]) positions[stream]++;
    }

    /// <summary>Counts the token just read, for all streams.</summary>
    public void Advance()
    {
        for (var stream = 0; stream < positions.Length; stream++) positions[stream]++;
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The positions as a tensor (S) of the caller's.</summary>
    internal Tensor PositionTensor() => tensor(positions, device: Device);

    /// <summary>As <see cref="Transformer.Step"/>.</summary>
    internal abstract Tensor Step(Transformer transformer, Tensor input);
}
