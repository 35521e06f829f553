namespace AlgoDistill.Data.Import;

/// <summary>Reads learning histories from files of another format.</summary>
public interface IImporter
{
    /// <summary>Identifier, such as <c>trlx</c>.</summary>
    string Id { get; }

    /// <summary>What is read, in one line.</summary>
    string Description { get; }

    /// <summary>Finds the files and what they hold. The rows are read when the histories are asked for.</summary>
    /// <param name="path">A file or a folder, as the description says.</param>
    /// <exception cref="StoreException">A file is missing or malformed; the message names it and the fault.</exception>
    ImportSource Open(string path);
}
