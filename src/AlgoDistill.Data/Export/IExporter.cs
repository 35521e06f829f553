namespace AlgoDistill.Data.Export;

/// <summary>Writes a store in another format.</summary>
public interface IExporter
{
    /// <summary>Identifier, such as <c>minari</c>.</summary>
    string Id { get; }

    /// <summary>What is written, in one line.</summary>
    string Description { get; }

    /// <summary>Writes all files into an empty folder.</summary>
    /// <exception cref="StoreException">A part is damaged, or a file cannot be written.</exception>
    void Write(HistoryStore store, string folder);
}
