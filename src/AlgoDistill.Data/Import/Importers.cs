namespace AlgoDistill.Data.Import;

/// <summary>All formats that can be imported.</summary>
public static class Importers
{
    /// <summary>The importers, by identifier.</summary>
    public static IReadOnlyList<IImporter> All { get; } =
        [new TrlxImporter(), new NpzImporter(), new XlandImporter(), new DicpImporter(), new VintixImporter(), new MinariImporter(), new LeRobotImporter(), new D4rlImporter(), new RldsImporter(), new CsvImporter()];

    /// <summary>The importer of an identifier.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that there are.</exception>
    public static IImporter Find(string id) => All.First(importer => importer.Id == Require.OneOf(id, [.. All.Select(importer => importer.Id)], "format"));
}
