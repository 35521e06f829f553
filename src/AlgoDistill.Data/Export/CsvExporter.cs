using AlgoDistill.Data.Import;

namespace AlgoDistill.Data.Export;

/// <summary>One CSV of all rows, as <see cref="HistoryCsv"/> writes it. Optional columns are not carried.</summary>
public sealed class CsvExporter : IExporter
{
    /// <inheritdoc/>
    public string Id => "csv";

    /// <inheritdoc/>
    public string Description => "comma-separated values, one line a row";

    /// <inheritdoc/>
    public void Write(HistoryStore store, string folder)
    {
        using (var text = new StreamWriter(Path.Combine(folder, CsvImporter.Name))) HistoryCsv.Write(text, store.ReadHistories());
        (Passport.Of(store.Manifest) with { Extra = [] }).Write(folder);
    }
}
