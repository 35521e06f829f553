using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AlgoDistill.Data;

/// <summary>A history's place in a file of rows.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly record struct RowFileEntry
{
    public required long FirstRow { get; init; }
    public required long FirstEpisode { get; init; }
    public required double Improvement { get; init; }
    public required int Run { get; init; }
    public required int Stream { get; init; }
    public required int Task { get; init; }
    public required int Length { get; init; }
    public required int Episodes { get; init; }
}

/// <summary>
/// What stands behind the records of a file of rows: the first row of every episode of every history (four bytes each), an entry a history,
/// and the end, which says how many there are and whose rows they are, with a SHA-256 of all this.
/// </summary>
static class RowFileTail
{
    /// <summary>Begins with the layout's version: another layout is another kind of file.</summary>
    static ReadOnlySpan<byte> Magic => "ADROWS1\n"u8;

    [StructLayout(LayoutKind.Sequential)]
    readonly record struct Counts(long Rows, long Episodes, long Histories);

    static int EndBytes => Magic.Length + 2 * SHA256.HashSizeInBytes + Unsafe.SizeOf<Counts>();

    /// <summary>What tells the rows of a store and of what is kept of it from all others.</summary>
    public static byte[] Key(Manifest manifest, WindowSettings settings) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{settings.Kept}\n{ManifestFile.Body(manifest)}"));

    /// <summary>Writes it behind <paramref name="rows"/> records.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> key, long rows, ReadOnlySpan<int> episodes, ReadOnlySpan<RowFileEntry> histories)
    {
        var counts = new Counts(rows, episodes.Length, histories.Length);
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(MemoryMarshal.AsBytes(episodes));
        Add(MemoryMarshal.AsBytes(histories));
        Add(Magic);
        Add(key);
        Add(MemoryMarshal.AsBytes(new ReadOnlySpan<Counts>(in counts)));
        stream.Write(sum.GetHashAndReset());

        void Add(ReadOnlySpan<byte> bytes)
        {
            sum.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    /// <summary>The entries of a file, and where the episodes' first rows lie in it; nothing when it is not whole, or holds other rows.</summary>
    public static (RowFileEntry[] Histories, long EpisodesAt)? Read(SafeFileHandle file, ReadOnlySpan<byte> key, RowLayout layout)
    {
        var size = RandomAccess.GetLength(file);
        if (size < EndBytes) return null;
        var end = new byte[EndBytes];
        if (!TryRead(file, end, size - EndBytes) || !end.AsSpan().StartsWith(Magic) || !end.AsSpan(Magic.Length).StartsWith(key)) return null;
        var counts = MemoryMarshal.Read<Counts>(end.AsSpan(Magic.Length + key.Length));
        var (episodesAt, entryBytes) = ((Int128)counts.Rows * layout.Bytes, Unsafe.SizeOf<RowFileEntry>());
        if (counts.Rows < 1 || counts.Episodes < 1 || counts.Histories is < 1 or > int.MaxValue
            || episodesAt + (Int128)counts.Episodes * sizeof(int) + (Int128)counts.Histories * entryBytes + EndBytes != size) return null;
        var histories = new RowFileEntry[counts.Histories];
        var historiesAt = size - EndBytes - (long)entryBytes * histories.Length;
        var intact = TryRead(file, MemoryMarshal.AsBytes(histories.AsSpan()), historiesAt)
            && Sum(file, (long)episodesAt, size - SHA256.HashSizeInBytes) is { } sum && sum.AsSpan().SequenceEqual(end.AsSpan()[^SHA256.HashSizeInBytes..]);
        return intact ? (histories, (long)episodesAt) : null;
    }

    /// <summary>Reads all of <paramref name="bytes"/>; false when the file ends before.</summary>
    public static bool TryRead(SafeFileHandle file, Span<byte> bytes, long at)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(file, bytes, at);
            if (read == 0) return false;
            bytes = bytes[read..];
            at += read;
        }

        return true;
    }

    static byte[]? Sum(SafeFileHandle file, long from, long to)
    {
        const int Block = 1 << 16;
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = new byte[Block];
        for (var at = from; at < to; at += Block)
        {
            var part = bytes.AsSpan(0, (int)Math.Min(Block, to - at));
            if (!TryRead(file, part, at)) return null;
            sum.AppendData(part);
        }

        return sum.GetHashAndReset();
    }
}
