namespace AlgoDistill.Data.Import;

/// <summary>Histories as <see cref="HistoryCsv"/> writes them.</summary>
public sealed class CsvImporter : IImporter
{
    /// <summary>Name of the file in an exported folder.</summary>
    internal const string Name = "histories.csv";

    /// <inheritdoc/>
    public string Id => "csv";

    /// <inheritdoc/>
    public string Description => "CSV with this library's columns: one .csv, or a folder that was exported";

    /// <inheritdoc/>
    public ImportSource Open(string path)
    {
        var (file, passport) = Passport.Beside(path, Name);
        return new ImportSource
        {
            Files = [file],
            Mapping = StoreColumns.Names.ToDictionary(name => name),
            Histories = () => Read(file),
            Observations = passport?.Observations,
            Actions = passport?.Actions,
            Absent = passport?.Absent ?? [],
            Tasks = passport?.Tasks ?? [],
        };
    }

    static IEnumerable<LearningHistory> Read(string file)
    {
        using var text = JsonSource.Guard(file, () => new StreamReader(file));
        foreach (var history in HistoryCsv.Read(text, file)) yield return history;
    }
}
