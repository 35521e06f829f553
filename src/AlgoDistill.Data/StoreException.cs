namespace AlgoDistill.Data;

/// <summary>A store, or a file that stands for one, cannot be read or written as it is. The message names the file and the fault.</summary>
public sealed class StoreException : IOException
{
    /// <summary>The fault of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="cause">What was thrown first, if anything.</param>
    public StoreException(string file, string fault, Exception? cause = null) : base($"{file}: {fault}", cause) => (File, Fault) = (file, fault);

    /// <summary>The file at fault.</summary>
    public string File { get; }

    /// <summary>What is wrong with it.</summary>
    public string Fault { get; }
}
