namespace AlgoDistill.Data.Import;

/// <summary>The bytes of a file of HDF5, with a limit to how often they are read before <see cref="Allow"/> is called again.</summary>
/// <remarks>
/// The parts of such a file point to each other. Where damage, or a hostile writer, makes them point in a circle, the library would
/// follow them until the stack ends; every turn reads, and so the limit ends it with an error.
/// </remarks>
sealed class Hdf5Stream(FileStream file) : Stream
{
    /// <summary>Reads that finding an object may take: some thousand suffice for the largest, and the stack bears ten times as many.</summary>
    public const long Most = 20_000;

    long left = Most;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length { get; } = file.Length;

    /// <inheritdoc/>
    public override long Position { get => file.Position; set => file.Position = value; }

    /// <summary>Begins anew to count, with <paramref name="more"/> reads beyond <see cref="Most"/>.</summary>
    public void Allow(long more) => left = Most + more;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => --left >= 0 ? file.Read(buffer)
        : throw new InvalidDataException($"an object takes more than {Most} reads to find; its parts point in a circle, or it has too many");

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("the file is only read");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("the file is only read");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
