namespace AlgoDistill.Data.Export;

/// <summary>All formats that a store can be exported to.</summary>
public static class Exporters
{
    /// <summary>The exporters, by identifier.</summary>
    public static IReadOnlyList<IExporter> All { get; } = [new MinariExporter(), new RldsExporter(), new LeRobotExporter(), new CsvExporter(), new HuggingFaceExporter()];

    /// <summary>The exporter of an identifier.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that there are.</exception>
    public static IExporter Find(string id) => All.First(exporter => exporter.Id == Require.OneOf(id, [.. All.Select(exporter => exporter.Id)], "format"));
}
