namespace AlgoDistill;

/// <summary>Files that are either whole or absent, whatever happens while they are written.</summary>
public static class AtomicFile
{
    /// <summary>Ending of files that are being written; a file of this name is left over from a process that died and may be deleted.</summary>
    public const string TemporarySuffix = ".tmp";

    /// <summary>Writes to a temporary name in the same folder, flushes to disk, then renames over <paramref name="path"/>.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; the old file, if any, is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = path + TemporarySuffix;
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes bytes; as <see cref="Write(string, Action{Stream})"/>.</summary>
    public static void Write(string path, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            Write(path, stream => stream.Write(bytes.Span));
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new IOException(error.Message, error);    // what .NET makes of a file that may not grow so large
        }
    }

    /// <summary>Writes text as UTF-8 without a byte-order mark; as <see cref="Write(string, Action{Stream})"/>.</summary>
    public static void WriteText(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));
}
