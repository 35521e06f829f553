namespace AlgoDistill.Data;

/// <summary>
/// The bytes of a part as Parquet's reader wants them. It asks again and again for what lies behind the end of a damaged file, and goes
/// back in it for ever: both end here in an error.
/// </summary>
/// <param name="bytes">The file.</param>
sealed class PartStream(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    const int MostPerByte = 8, Spare = 1 << 16;     // each byte is read once, and headers byte by byte

    long left = (long)bytes.Length * MostPerByte + Spare;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Counted(base.Read(buffer), buffer.Length);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Counted(base.Read(buffer, offset, count), count);

    /// <inheritdoc/>
    public override int ReadByte() => base.ReadByte() is >= 0 and var value && Counted(1, 1) == 1 ? value : throw Ended();

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer, offset, count));

    int Counted(int read, int wanted)
    {
        if (read == 0 && wanted > 0) throw Ended();
        left -= Math.Max(read, 1);
        return left >= 0 ? read : throw new InvalidDataException("leads its reader round in circles");
    }

    static InvalidDataException Ended() => new("ends before what it says that it holds");
}
