using System.CommandLine;
using AlgoDistill.Data;
using AlgoDistill.Data.Export;
using AlgoDistill.Data.Import;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill store import</c> and <c>store export</c>: other formats, in and out.</summary>
static class StoreTransferCommand
{
    static readonly Argument<string> Source = new("SOURCE") { Description = "The file or folder to read" };
    static readonly Option<string> From = CommonOptions.Required<string>("--from", "FORMAT", Formats("Format of the source", Importers.All.Select(importer => (importer.Id, importer.Description))));
    static readonly Option<string> To = CommonOptions.Required<string>("--to", "FORMAT", Formats("Format to write", Exporters.All.Select(exporter => (exporter.Id, exporter.Description))));
    static readonly Option<string> Store = CommonOptions.Out("The store's folder", "STORE");
    static readonly Option<string> Folder = CommonOptions.Out("A new folder", "FOLDER");

    public static Command CreateImport()
    {
        var command = new Command("import", "Make a store of histories that something else recorded") { Source, From, Store, CommonOptions.Json };
        Invocation.Set(command, Import);
        return command;
    }

    public static Command CreateExport()
    {
        var command = new Command("export", "Write a store in another format") { CommonOptions.Store, To, Folder, CommonOptions.Json };
        Invocation.Set(command, Export);
        return command;
    }

    static void Import(Invocation invocation)
    {
        var store = StoreImport.Run(Importers.Find(invocation.Get(From)), invocation.Get(Source), invocation.Get(Store), invocation.Cancellation);
        var summary = StoreSummary.Of(store);
        invocation.Print(summary, summary.ToString);
    }

    static void Export(Invocation invocation)
    {
        var (store, exporter, folder) = (HistoryStore.Open(invocation.Get(CommonOptions.Store)), Exporters.Find(invocation.Get(To)), invocation.Get(Folder));
        StoreExport.Run(exporter, store, folder);
        var exported = new Exported(store.Folder, exporter.Id, folder, store.Manifest.Histories, store.Manifest.Rows);
        invocation.Print(exported, () => $"{folder}: {exported.Histories} histories, {exported.Rows} rows, as {exporter.Id}");
    }

    static string Formats(string what, IEnumerable<(string Id, string Description)> formats) =>
        $"{what}: {string.Join("; ", formats.Select(format => $"{format.Id} ({format.Description})"))}";

    sealed record Exported(string Store, string Format, string Folder, int Histories, long Rows);
}
