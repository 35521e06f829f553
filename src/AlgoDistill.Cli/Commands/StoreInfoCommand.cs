using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlgoDistill.Data;
using AlgoDistill.Experiments;
using AlgoDistill.Reports;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill store info</c>.</summary>
static class StoreInfoCommand
{
    static readonly Option<bool> Tasks = new("--tasks") { Description = "A learning curve a task too" };

    static readonly Option<string?> FigureFile = new("--figure") { Description = "Draw the learning curve: a picture (.svg, .png, .pdf) or a page that works offline (.html)", HelpName = "FILE" };

    public static Command Create() =>
        StoreCommand.Subcommand("info", "What the store holds, and how its source learns", Run, CommonOptions.Store, Tasks, FigureFile);

    static void Run(Invocation invocation)
    {
        var store = HistoryStore.Open(invocation.Get(CommonOptions.Store));
        var file = invocation.Parsed.GetValue(FigureFile);
        if (file is not null) Require.OneOf(Path.GetExtension(file), [.. Figure.Endings, ".html"], $"ending of {FigureFile.Name}");
        var summary = StoreSummary.Of(store);
        var curves = StoreCurves.Of(store);
        StoreCurve[] shown = curves is null ? [] : [curves.All, .. invocation.Get(Tasks) ? curves.Tasks : []];
        if (file is not null) Draw(invocation, file, store, curves ?? throw new StoreException(store.Folder, "has no history yet; there is nothing to draw"));
        invocation.Print(Json(summary, curves?.Measure, shown), () => curves is null ? summary.ToString() : $"{summary}\n\n{Table(curves.Measure, shown)}");
    }

    static JsonObject Json(StoreSummary summary, Measure? measure, IEnumerable<StoreCurve> curves)
    {
        var json = JsonSerializer.SerializeToNode(summary, Settings.Json)!.AsObject();
        json["curve_of"] = measure?.Value;
        json["curves"] = JsonSerializer.SerializeToNode(curves, Settings.Json);
        return json;
    }

    static string Table(Measure measure, IEnumerable<StoreCurve> curves) => TextTable.Format(
        ["task", "histories", $"{measure.Value}: first tenth", "last tenth", "random", "optimal", "random ▁ to optimal █"],
        curves.Select(IReadOnlyList<object?> (curve) => [curve.Task?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all", curve.Histories, curve.Tenths[0],
            curve.Tenths[^1], Known(curve.Random), Known(curve.Optimal), Spark(curve)]));

    // Imported stores do not know what is the best
    static double? Known(double value) => double.IsFinite(value) ? value : null;

    static string Spark(StoreCurve curve) => Sparkline.Of(curve.Tenths, Known(curve.Random) ?? curve.Tenths.Min(), Known(curve.Optimal) ?? curve.Tenths.Max());

    static void Draw(Invocation invocation, string file, HistoryStore store, StoreCurves curves)
    {
        var plan = store.Manifest.Plan;
        var figure = curves.Figure(plan.Algorithm.Id);
        if (Path.GetExtension(file) == ".html") AtomicFile.WriteText(file, Page($"{plan.Algorithm.Id} on {plan.Tasks.Id}", figure, new Provenance
        {
            Commands = [invocation.CommandLine],
            Configurations = [("Histories", RunReport.Configuration(store.Manifest))],
        }));
        else figure.Save(file);
    }

    static string Page(string title, Figure figure, Provenance provenance) => new Report
    {
        Title = title,
        Sections = [new Section { Title = "Learning curve", Figures = [figure] }, new Section { Title = "What was run", Tables = provenance.Tables() }],
    }.ToHtml();
}
